/** Private to the library: how an entry is written down. */
import type { ArgumentLimit, GuidedRule } from "../guided-contract";
import type { Asks, Blanks, LibraryEntry, Risk } from "../library-contract";

/** An argument as a rule limits it, read from the tool's own schema. */
export type KnownArgument = Pick<ArgumentLimit, "argument" | "optional" | "kind">;
export type Filled = { blanks: Blanks; argument: KnownArgument | null };

export type Entry = LibraryEntry & {
  /** What the blanks make of it, beside who, checkpoint and controls, which are the same for all. */
  rule: (filled: Filled) => Partial<GuidedRule>;
};

const nothingAsked: Asks = {
  who: null,
  tools: null,
  classes: null,
  server: false,
  environments: false,
  dataClasses: false,
  argument: null,
  limit: null,
  patterns: false,
  checkpoint: null,
};

export const asks = (more: Partial<Asks>): Asks => ({ ...nothingAsked, ...more });
/** One person is enough. */
export const people = (least = 1) => ({ people: least });

export const controlsOf = (risks: readonly Risk[]): string[] =>
  risks.map((risk) => `owasp-agentic-2026/${risk.toLowerCase()}`);

type Written = Omit<Entry, "controls">;
export const entry = (written: Written): Entry => ({ ...written, controls: controlsOf(written.risks) });

export function above({ argument, blanks }: Filled): ArgumentLimit[] {
  if (!argument || blanks.limit === null) return [];
  const { argument: name, optional } = argument;
  return argument.kind === "integer"
    ? [{ kind: "integer", argument: name, optional, test: "above", value: blanks.limit }]
    : [{ kind: "number", argument: name, optional, test: "above", value: decimalText(blanks.limit) }];
}

/** As Cedar's decimals are written. */
const decimalText = (value: number): string => value.toFixed(4).replace(/0{1,3}$/, "");

export function otherThan({ argument, blanks }: Filled): ArgumentLimit[] {
  if (!argument) return [];
  const { argument: name, optional } = argument;
  return blanks.patterns.map((value) => ({ kind: "text", argument: name, optional, test: "fitsNot", value }));
}
