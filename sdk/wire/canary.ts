/**
 * POST /v1/pep/canaries: what the attempts to leave an agent's sandbox came to, signed with the point's enrolled key over the
 * canonical JSON of `statement`, and bound to the profile and the bundle under which they were made.
 */
import { z } from "zod";
import { Profile } from "../sandbox/profile.ts";
import { Digest, Instant } from "./words.ts";

export const CanaryVerdict = z.enum(["contained", "escaped", "void"]);
export type CanaryVerdict = z.infer<typeof CanaryVerdict>;

/** `void`: nothing is proven, because the sandbox or the controls did not work. It never counts as passed. */
export const CanaryResult = z.enum(["passed", "failed", "void"]);
export type CanaryResult = z.infer<typeof CanaryResult>;

const Seen = z.strictObject({ got: z.boolean(), seen: z.string().max(400) });

export const CanaryAttempt = z.strictObject({
  id: z.string().min(1).max(100),
  family: z.enum(["files", "environment", "processes", "network", "kernel", "proxy", "secrets", "limits"]),
  attempt: z.string().max(300),
  /** Outside the sandbox, where it has to succeed; null when it was not run. */
  control: Seen.nullable(),
  sandboxed: Seen.nullable(),
  verdict: CanaryVerdict,
});
export type CanaryAttempt = z.infer<typeof CanaryAttempt>;

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
