/**
 * Regular expressions that come from tools' schemas and run on text that comes from agents.
 *
 * Some patterns take time that doubles with each character (`^(a+)+$`), and one such call would stop the process. A pattern that
 * is plainly cheap for the text at hand runs as it is; any other one runs under a time limit, and no answer in time is a refusal.
 */
import vm from "node:vm";

/** Wall-clock time, and so long enough for a busy machine to give the process its turn. */
const TIME_LIMIT_MS = 250;
/** Backtracking steps that take far less than the limit. */
const CHEAP = 1e6;

const ESCAPES_AND_CLASSES = /\\.|\[(?:\\.|[^\]\\])*\]/gsu;
const QUANTIFIED_GROUP = /\)[*+?{]/;
const ENDLESS = /[*+]|\{\d+,\}/g;
const OPTIONAL = /\?/g;
const RANGE = /\{\d+,(\d+)\}/g;

const sandbox: { pattern: RegExp; text: string } = { pattern: /./u, text: "" };
const context = vm.createContext(sandbox);
const script = new vm.Script("pattern.test(text)");

/** Throws, at once, what `RegExp` throws for a source that is not a pattern. */
export function boundedPattern(source: string, flags: string): { test(text: string): boolean; toString(): string } {
  const pattern = new RegExp(source, flags);
  const steps = stepsOf(source);
  return {
    test: (text) => (steps(text.length) <= CHEAP ? pattern.test(text) : testWithin(pattern, text)),
    toString: () => pattern.toString(),
  };
}

/** How many ways of matching a backtracking engine could try on a text of some length, at most. */
function stepsOf(source: string): (length: number) => number {
  const skeleton = source.replace(ESCAPES_AND_CLASSES, "x");
  if (QUANTIFIED_GROUP.test(skeleton)) return () => Number.POSITIVE_INFINITY;
  const endless = skeleton.match(ENDLESS)?.length ?? 0;
  let choices = 2 ** (skeleton.match(OPTIONAL)?.length ?? 0);
  for (const [, most] of skeleton.matchAll(RANGE)) choices *= Number(most) + 1;
  // One more for the place where the match starts.
  return (length) => choices * length ** (endless + 1);
}

function testWithin(pattern: RegExp, text: string): boolean {
  sandbox.pattern = pattern;
  sandbox.text = text;
  try {
    return script.runInContext(context, { timeout: TIME_LIMIT_MS }) === true;
  } catch {
    // Thrown and not false: under a schema's `not`, false would let the value pass.
    throw new Error(`the pattern ${pattern} gave no answer within ${TIME_LIMIT_MS} ms`);
  } finally {
    sandbox.text = "";
  }
}
