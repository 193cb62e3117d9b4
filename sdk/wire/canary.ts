/**
 * POST /v1/pep/canaries: what the attempts to leave an agent's sandbox came to, signed with the point's enrolled key over the
 * canonical JSON of `statement`, and bound to the profile and the bundle under which they were made.
 */
import { z } from "zod";
import { Profile } from "../sandbox/profile.ts";
import { CanaryAttempt, CanaryResult } from "./canary-attempt.ts";
import { Digest, Instant } from "./words.ts";

export const CanaryStatement = z.strictObject({
  format: z.literal(1),
  org: z.string().max(100),
  pep: z.string().max(100),
  agentId: z.string().min(1).max(100),
  runId: z.uuid(),
  startedAt: Instant,
  endedAt: Instant,
  profile: Profile,
  profileDigest: Digest,
  revision: z.int().nonnegative(),
  machine: z.strictObject({
    kernel: z.string().max(200),
    arch: z.string().max(40),
    uid: z.int().nonnegative().nullable(),
  }),
  /** Layers that this machine does not give. */
  lacks: z.array(z.string().max(300)).max(20),
  result: CanaryResult,
  /** One sentence for people. */
  reason: z.string().max(1000),
  attempts: z.array(CanaryAttempt).max(200),
});
export type CanaryStatement = z.infer<typeof CanaryStatement>;

export const CanaryInput = z.strictObject({ statement: CanaryStatement, signature: z.base64().max(200) });
export type CanaryInput = z.infer<typeof CanaryInput>;
