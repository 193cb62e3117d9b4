/** What a run of the conformance kit says of one enforcement point. */
import { z } from "zod";
import { Digest, Instant } from "../wire/words.ts";

export const CheckStatus = z.enum(["passed", "failed", "skipped"]);

export const CheckResult = z.strictObject({
  /** `family.check`, stable between versions of the kit. */
  id: z.string().min(1).max(100),
  /** One sentence: what holds of a point that passes. */
  proves: z.string().max(300),
  /** A point that fails a mandatory check does not enforce; the others are about precision and comfort. */
  mandatory: z.boolean(),
  status: CheckStatus,
  /** Why it failed or was left out; null when it passed. */
  reason: z.string().max(1000).nullable(),
  /** What was seen. */
  seen: z.string().max(1000).nullable(),
  ms: z.number().nonnegative(),
});
export type CheckResult = z.infer<typeof CheckResult>;

export const ScorecardBody = z.strictObject({
  format: z.literal(1),
  /** Version of the kit. */
  kit: z.string().max(60),
  /** What was checked, as it was given on the command line. */
  against: z.string().max(500),
  /** Kind and version that the point gave when it enrolled; null when it never did. */
  point: z.strictObject({ kind: z.string().max(60), version: z.string().max(60) }).nullable(),
  startedAt: Instant,
  endedAt: Instant,
  /** False when a mandatory check failed, or was skipped where none may be. */
  conformant: z.boolean(),
  passed: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  skipped: z.int().nonnegative(),
  checks: z.array(CheckResult).max(500),
});
export type ScorecardBody = z.infer<typeof ScorecardBody>;

/** `digest` is that of the canonical JSON of all the rest. */
export const Scorecard = ScorecardBody.extend({ digest: Digest });
export type Scorecard = z.infer<typeof Scorecard>;
