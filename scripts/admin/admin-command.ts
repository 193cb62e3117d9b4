import type { ParseArgsConfig } from "node:util";

/** One command of `npm run -s admin --`. */
export type AdminCommand = {
  summary: string;
  /** Its options as a person writes them. */
  usage: string;
  options: NonNullable<ParseArgsConfig["options"]>;
  /** Answers with the exit code: 0 done, 3 "no" where the command asks a question. */
  run: (values: Values) => Promise<number>;
};

export type Values = Record<string, string | boolean | (string | boolean)[] | undefined>;

export const NO = 3;

/** A reason not to go on, with what mends it: both are for the person at the terminal. */
export class CannotGoOn extends Error {
  override name = "CannotGoOn";
  readonly exitCode: number;
  constructor(sentence: string, mend: string, exitCode = 1) {
    super(`${sentence} ${mend}`);
    this.exitCode = exitCode;
  }
}

/** The text of an option, or undefined when it was not given. */
export function textOf(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === "string" ? value : undefined;
}
