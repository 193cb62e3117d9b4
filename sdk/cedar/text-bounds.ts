/**
 * Bounds on Cedar text before cedar-wasm sees it. Its parser and validator recurse on a stack of fixed size, and what overflows that
 * stack leaves the whole module unusable: one deep text would end validation for everybody until the process is started anew.
 */

const MOST_BRACKETS = 64;
/** Of one policy: chains of operators and of `if` nest as brackets do, without showing it. */
const MOST_IFS = 100;
const MOST_STEPS = 1_000;

export type TextProblem = { message: string; at: number };

/** Text in quotes and comments are passed over; then a bracket, the end of a policy, an `if`, or an operator that makes a chain. */
const TOKENS = /"(?:[^"\\]|\\.)*"?|\/\/[^\n]*|[([{]|[)\]}]|;|\bif\b|&&|\|\||[-+*.,!<>=]/gs;

/** Null when the text can be parsed without harm; else why not, and where. */
export function textProblem(text: string): TextProblem | null {
  let [brackets, ifs, steps] = [0, 0, 0];
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    if (token.startsWith('"') || token.startsWith("//")) continue;
    if (token === ";") [ifs, steps] = [0, 0];
    else if ("([{".includes(token)) brackets += 1;
    else if (")]}".includes(token)) brackets = Math.max(0, brackets - 1);
    else if (token === "if") ifs += 1;
    else steps += 1;
    const message = problemOf(brackets, ifs, steps);
    if (message) return { message, at: index };
  }
  return null;
}

function problemOf(brackets: number, ifs: number, steps: number): string | null {
  if (brackets > MOST_BRACKETS) return `brackets are nested deeper than ${MOST_BRACKETS} levels`;
  if (ifs > MOST_IFS) return `one policy has more than ${MOST_IFS} ifs`;
  return steps > MOST_STEPS ? `one policy has more than ${MOST_STEPS} operators and commas` : null;
}
