/** Standing approvals: for some time, so many calls like one that was approved are approved without asking again. */
import { z } from "zod";
import { idOf } from "@/lib/shared/ids";
import { operation, pageInput, pageOf } from "@/lib/shared/operation";
import { Signature } from "@/sdk/wire/bundle";
import { Digest, Instant } from "@/sdk/wire/words";

export const MOST_MINUTES = 480;
export const MOST_USES = 100;

export const StandingTerms = z.strictObject({
  minutes: z.int().min(1).max(MOST_MINUTES),
  /** Besides the call that is approved now. */
  uses: z.int().min(1).max(MOST_USES),
  /** Members at the top of the arguments that may differ; all others stay equal. */
  free: z.array(z.string().min(1).max(200)).max(20).default([]),
});
export type StandingTerms = z.infer<typeof StandingTerms>;

/** What the console signs. */
export const StandingStatement = z.strictObject({
  format: z.literal("gatehouse-standing-1"),
  id: z.string(),
  org: z.string(),
  checkpoint: z.string(),
  actionDigest: Digest,
  agent: z.string(),
  tool: z.string(),
  free: z.array(z.string()),
  rules: z.array(z.string()),
  uses: z.int(),
  people: z.array(z.string()),
  issuedAt: Instant,
  expiresAt: Instant,
});
export type StandingStatement = z.infer<typeof StandingStatement>;

export const StandingApproval = z.object({
  id: z.string(),
  checkpointId: z.string(),
  agentId: z.string(),
  agentName: z.string(),
  tool: z.string(),
  free: z.array(z.string()),
  /** Canonical JSON of the arguments that it was given with. */
  arguments: z.string(),
  most: z.int(),
  used: z.int(),
  issuedAt: Instant,
  expiresAt: Instant,
  by: z.array(z.string()),
  status: z.enum(["standing", "used", "expired", "revoked", "voided"]),
  endedAt: Instant.nullable(),
  endedReason: z.string().nullable(),
  statement: StandingStatement,
  signature: Signature,
});
export type StandingApproval = z.infer<typeof StandingApproval>;

export const listStandingOp = operation({
  id: "checkpoints.listStanding",
  http: "GET /v1/standing-approvals",
  permission: "checkpoint:read",
  summary: "List standing approvals, the newest first; what has ended stays",
  input: z.strictObject(pageInput),
  output: pageOf(StandingApproval),
});

export const revokeStandingOp = operation({
  id: "checkpoints.revokeStanding",
  http: "POST /v1/standing-approvals/{id}/revoke",
  permission: "checkpoint:decide",
  summary: "End a standing approval at once, with what it granted and was not used yet",
  input: z.strictObject({ id: idOf("standing"), reason: z.string().trim().min(1, "say why").max(1000) }),
  output: StandingApproval,
  errors: ["conflict"],
});

/** The scope in words; the end is shown beside it. */
export function standingWords(tool: string, free: readonly string[], most: number): string {
  const like =
    free.length === 0
      ? "exactly the same arguments"
      : `the same arguments but for ${free.join(", ")}, which may be anything that policy holds by the same rules`;
  return `${tool} with ${like}, at most ${most} ${most === 1 ? "time" : "times"}`;
}
