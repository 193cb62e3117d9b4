/** What the attempts came to. Pure. */
import type { CanaryAttempt, CanaryResult } from "../wire/canary-attempt.ts";
import type { Family, Probe } from "./probe.ts";
import type { Line } from "./probe-script.ts";

export type Measured = {
  control: ReadonlyMap<string, Line>;
  sandboxed: ReadonlyMap<string, Line>;
  /** Attempts whose only trace is that the sandbox ended them, with how. */
  ended: ReadonlyMap<string, string>;
};

type Seen = { got: boolean; seen: string };

export function judgeAttempt({ id, family, attempt }: Probe, { control, sandboxed, ended }: Measured): CanaryAttempt {
  const outside = seenIn(control.get(id));
  const end = ended.get(id);
  const inside = seenIn(sandboxed.get(id)) ?? (end === undefined ? null : { got: false, seen: end });
  return { id, family, attempt, control: outside, sandboxed: inside, verdict: verdictOf(outside, inside) };
}

/** What got out has escaped, whatever its control says. Without a control that succeeds, or a word from inside, nothing is known. */
function verdictOf(outside: Seen | null, inside: Seen | null): CanaryAttempt["verdict"] {
  if (inside?.got) return "escaped";
  return outside?.got && inside ? "contained" : "void";
}

const seenIn = (line: Line | undefined): Seen | null =>
  line ? { got: line.got, seen: line.seen.slice(0, 400) } : null;

export type Judged = { result: CanaryResult; reason: string };

export function judgeRun(attempts: readonly CanaryAttempt[], fault: string | null): Judged {
  const escaped = attempts.filter(({ verdict }) => verdict === "escaped");
  if (escaped.length > 0) {
    const which = escaped
      .map(({ id }) => id)
      .slice(0, 5)
      .join(", ");
    return {
      result: "failed",
      reason: `${escaped.length} of ${attempts.length} attempts got out: ${which}.`.slice(0, 1000),
    };
  }
  if (fault !== null) return { result: "void", reason: `Nothing is proven: ${fault}`.slice(0, 1000) };
  const families = new Set(attempts.map(({ family }) => family));
  const unproven = [...families].filter(
    (family) => !attempts.some((one) => one.family === family && one.verdict === "contained"),
  );
  const voided = attempts.filter(({ verdict }) => verdict === "void").length;
  if (attempts.length === 0 || unproven.length > 0)
    return {
      result: "void",
      reason: `Nothing is proven about ${wordsOf(unproven)}: no attempt had a control that succeeded.`,
    };
  const rest = voided === 0 ? "" : ` ${voided} had no control that succeeds on this machine, and prove nothing.`;
  return {
    result: "passed",
    reason: `${attempts.length - voided} of ${attempts.length} attempts were contained, none got out.${rest}`,
  };
}

const wordsOf = (families: readonly Family[]): string => families.join(", ") || "anything";
