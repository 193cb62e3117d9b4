/** Which arguments of a tool a form can limit, and in which words. Pure. */
import type { Tool } from "@/lib/inventory/contract";
import type { ArgumentLimit } from "@/lib/policy/guided-contract";
import { inputSchemaOf } from "./snippets";

export type LimitableArgument = {
  name: string;
  kind: ArgumentLimit["kind"];
  /** It may be left out of a call. */
  optional: boolean;
  /** As the rule holds it; what it cannot hold is refused by the rule's shape. */
  valueOf: (typed: string) => number | string;
  hint: string;
};

const kinds: Record<string, ArgumentLimit["kind"]> = { integer: "integer", number: "number", string: "text" };
const hints: Record<ArgumentLimit["kind"], string> = {
  integer: "A whole number.",
  number: "A number, with at most four digits after the point.",
  text: "At most 500 characters.",
};

/** Cedar's decimals always have a point. */
const decimalOf = (typed: string): string => (/^-?\d+$/.test(typed.trim()) ? `${typed.trim()}.0` : typed.trim());
const values: Record<ArgumentLimit["kind"], LimitableArgument["valueOf"]> = {
  integer: (typed) => (/^-?\d+$/.test(typed.trim()) ? Number(typed) : Number.NaN),
  number: decimalOf,
  text: (typed) => typed,
};

export function limitable(tool: Pick<Tool, "definition" | "pinnedDefinition">): LimitableArgument[] {
  const schema = inputSchemaOf(tool);
  const required = Array.isArray(schema?.required) ? schema.required : [];
  return Object.entries(schema?.properties ?? {}).flatMap(([name, property]) => {
    const kind = typeof property?.type === "string" ? kinds[property.type] : undefined;
    if (!kind || !/^[A-Za-z_]\w{0,99}$/.test(name)) return [];
    return [{ name, kind, optional: !required.includes(name), valueOf: values[kind], hint: hints[kind] }];
  });
}

const words: Record<ArgumentLimit["test"], string> = {
  above: "above",
  atLeast: "at least",
  below: "below",
  atMost: "at most",
  is: "exactly",
  isNot: "not",
  fits: "like (* is anything)",
  fitsNot: "not like (* is anything)",
};

const tests: Record<ArgumentLimit["kind"], readonly ArgumentLimit["test"][]> = {
  integer: ["above", "atLeast", "below", "atMost", "is", "isNot"],
  number: ["above", "atLeast", "below", "atMost"],
  text: ["is", "isNot", "fits", "fitsNot"],
};

export const testsOf = (kind: ArgumentLimit["kind"]): { value: string; label: string }[] =>
  tests[kind].map((value) => ({ value, label: words[value] }));

export const limitWords = ({ argument, test, value }: ArgumentLimit): string => `${argument} ${words[test]} ${value}`;
