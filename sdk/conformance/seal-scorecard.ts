/** Puts results together and seals them with a digest, which a reader can compute again. */
import { digestOf } from "../canonical.ts";
import { instant } from "../pep/clock.ts";
import { VERSION } from "../pep/version.ts";
import type { CheckResult, Scorecard, ScorecardBody } from "./scorecard.ts";

export type Ran = {
  against: string;
  point: ScorecardBody["point"];
  startedAt: number;
  endedAt: number;
  checks: CheckResult[];
};

export function sealScorecard({ against, point, startedAt, endedAt, checks }: Ran): Scorecard {
  const count = (status: CheckResult["status"]): number => checks.filter((check) => check.status === status).length;
  const body: ScorecardBody = {
    format: 1,
    kit: VERSION,
    against: against.slice(0, 500),
    point,
    startedAt: instant(startedAt),
    endedAt: instant(endedAt),
    conformant: isConformant(checks),
    passed: count("passed"),
    failed: count("failed"),
    skipped: count("skipped"),
    checks,
  };
  return { ...body, digest: digestOf(body) };
}

/** Whether the digest is that of the rest, and the verdict that of the checks: a hand on the figures shows. */
export function isSealed({ digest, ...body }: Scorecard): boolean {
  return digestOf(body) === digest && isConformant(body.checks) === body.conformant;
}

/** Nothing mandatory failed, and something mandatory passed: a run that skipped everything proves nothing. */
export function isConformant(checks: readonly CheckResult[]): boolean {
  const mandatory = checks.filter((check) => check.mandatory);
  return mandatory.every(({ status }) => status !== "failed") && mandatory.some(({ status }) => status === "passed");
}
