/** Where a problem lies, in the terms of an editor and of a reader. */
import type { Diagnostic } from "@codemirror/lint";
import type { PolicyProblem } from "@/lib/policy/contract";

/** Problems as editor marks. Places are held inside the text: it may have changed since it was checked. */
export function diagnosticsOf(problems: readonly PolicyProblem[], length: number): Diagnostic[] {
  return problems.flatMap((problem) => {
    if (problem.from === null) return [];
    const from = Math.min(Math.max(problem.from, 0), length);
    const to = Math.min(Math.max(problem.to ?? from, from), length);
    return [{ from, to, severity: problem.severity, message: sentence(problem.message) }];
  });
}

/** Line and column as people count them, from one; null when the problem concerns the whole text. */
export function placeOf(problem: Pick<PolicyProblem, "from">, text: string): { line: number; column: number } | null {
  if (problem.from === null) return null;
  const before = text.slice(0, problem.from).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** The parser speaks in fragments, and first of itself: give them a capital and an end. */
export function sentence(message: string): string {
  const trimmed = message.trim().replace(/^failed to parse policy from string: /i, "");
  const start = trimmed.charAt(0).toLocaleUpperCase("en") + trimmed.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}

export const countOf = (problems: readonly PolicyProblem[], severity: PolicyProblem["severity"]): number =>
  problems.filter((problem) => problem.severity === severity).length;
