/** In what two actions differ, value by value. Pure. */
import { flattenJson } from "@/components/ui/flatten-json";
import type { Action } from "@/sdk/wire/action";
import { walk } from "./argument-findings";

export type Difference = {
  /** `lines[3].amount` of the arguments, or what else belongs to the action. */
  path: string;
  /** Null where it is absent. */
  before: string | null;
  after: string | null;
};
export type Differences = { different: Difference[]; same: number };

type Compared = Pick<Action, "arguments" | "onBehalfOf" | "chain" | "pin" | "operationClass">;

export function differencesOf(before: Compared, after: Compared): Differences {
  const [one, two] = [valuesOf(before), valuesOf(after)];
  const paths = [...new Set([...two.keys(), ...one.keys()])];
  const different = paths.flatMap((path) => {
    const pair = { path, before: one.get(path) ?? null, after: two.get(path) ?? null };
    return pair.before === pair.after ? [] : [pair];
  });
  return { different, same: paths.length - different.length };
}

/** Strings stand in quotes, so that "1" and 1 differ. */
function valuesOf({ arguments: args, onBehalfOf, chain, pin, operationClass }: Compared): Map<string, string> {
  const values = new Map<string, string>();
  walk(flattenJson(args), ({ value }, path) => {
    if (value.type === "string") values.set(path, `"${value.text}"`);
    else if (value.type !== "open") values.set(path, value.text);
  });
  values.set("on behalf of", onBehalfOf ?? "nobody");
  values.set("through", chain.join(" → ") || "no other agent");
  values.set("the tool's definition", pin ?? "not pinned");
  values.set("class", operationClass);
  return values;
}
