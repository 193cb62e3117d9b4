/** Held actions that wait for people. */
import { z } from "zod";
import { PasskeyAnswer, StepUpReceipt } from "@/lib/identity/passkey-contract";
import { CheckpointStage } from "@/lib/policy/contract";
import { idOf } from "@/lib/shared/ids";
import { operation, pageInput, pageOf } from "@/lib/shared/operation";
import { SignedGrant } from "@/sdk/wire/action";
import { CheckpointState, HoldInput, HoldOutput, RedeemInput, RedeemOutput } from "@/sdk/wire/protocol";
import { Digest, Instant, OperationClass, Reversibility, RiskTier } from "@/sdk/wire/words";

export const CheckpointStatus = z.enum([
  "pending",
  "approved",
  "denied",
  "expired",
  "cancelled",
  "redeemed",
  "lapsed",
  "voided",
]);
export type CheckpointStatus = z.infer<typeof CheckpointStatus>;

export const Vote = z.object({
  userId: z.string(),
  userName: z.string(),
  verdict: z.enum(["approve", "deny"]),
  reason: z.string().nullable(),
  at: Instant,
  /** True when a passkey signed it. */
  stepUp: z.boolean(),
});
export type Vote = z.infer<typeof Vote>;

export const StageProgress = CheckpointStage.extend({
  /** Distinct people who approved and count towards this stage. */
  have: z.int(),
  /** Active people who could count now. */
  candidates: z.array(z.object({ id: z.string(), name: z.string() })),
});

export const CheckpointSummary = z.object({
  id: z.string(),
  agentId: z.string(),
  agentName: z.string(),
  tool: z.string(),
  operationClass: OperationClass,
  reversibility: Reversibility,
  riskTier: RiskTier,
  digest: Digest,
  status: CheckpointStatus,
  statusReason: z.string().nullable(),
  createdAt: Instant,
  expiresAt: Instant,
  closedAt: Instant.nullable(),
  need: z.int(),
  have: z.int(),
  /** The person asking can decide it now. */
  mine: z.boolean(),
});
export type CheckpointSummary = z.infer<typeof CheckpointSummary>;

export const Checkpoint = CheckpointSummary.extend({
  pepId: z.string(),
  pepName: z.string().nullable(),
  callId: z.string(),
  revision: z.int(),
  /** Canonical JSON: the very bytes under the digest, from which the page is drawn. */
  action: z.string(),
  /** Untrusted: the agent's own words. */
  agentReason: z.string().nullable(),
  policies: z.array(z.object({ slug: z.string(), title: z.string(), version: z.int().nullable() })),
  rules: z.array(z.string()),
  /** Each approval needs a passkey. */
  stepUp: z.boolean(),
  stages: z.array(StageProgress),
  votes: z.array(Vote),
  /** Why the person asking cannot decide; null when they can. */
  cannotDecide: z.string().nullable(),
  redeemedAt: Instant.nullable(),
  serverTime: Instant,
});
export type Checkpoint = z.infer<typeof Checkpoint>;

export const CheckpointFilters = z.strictObject({
  ...pageInput,
  box: z.enum(["mine", "open", "closed", "all"]).default("open"),
  agentId: z.string().max(100).optional(),
});
export type CheckpointFilters = z.input<typeof CheckpointFilters>;

export const listCheckpointsOp = operation({
  id: "checkpoints.listCheckpoints",
  http: "GET /v1/checkpoints",
  permission: "checkpoint:read",
  summary: "List checkpoint requests: waiting for me, open, closed, all. Nothing disappears after it ends",
  input: CheckpointFilters,
  output: pageOf(CheckpointSummary),
});

export const countCheckpointsOp = operation({
  id: "checkpoints.countCheckpoints",
  http: "GET /v1/checkpoints/count",
  permission: "checkpoint:read",
  summary: "Count open requests, and those that the asking person can decide",
  input: z.strictObject({}),
  output: z.object({ open: z.int(), mine: z.int() }),
});

export const getCheckpointOp = operation({
  id: "checkpoints.getCheckpoint",
  http: "GET /v1/checkpoints/{id}",
  permission: "checkpoint:read",
  summary: "Read one checkpoint request whole",
  input: z.strictObject({ id: idOf("checkpoint") }),
  output: Checkpoint,
});

const decisionInput = {
  id: idOf("checkpoint"),
  /** The digest that was shown; another one is refused. */
  digest: Digest,
};

export const beginApprovalOp = operation({
  id: "checkpoints.beginApproval",
  http: "POST /v1/checkpoints/{id}/step-up",
  permission: "checkpoint:decide",
  summary: "Ask for a challenge that one's passkey is to sign: it is derived from the digest that was shown",
  input: z.strictObject(decisionInput),
  output: z.object({
    stepUpId: z.string(),
    /** PublicKeyCredentialRequestOptionsJSON. */
    options: z.looseObject({ challenge: z.string() }),
  }),
  errors: ["digest_mismatch", "already_decided", "expired", "step_up_required"],
});

export const approveCheckpointOp = operation({
  id: "checkpoints.approveCheckpoint",
  http: "POST /v1/checkpoints/{id}/approve",
  permission: "checkpoint:decide",
  summary: "Approve exactly the action whose digest was shown",
  input: z.strictObject({
    ...decisionInput,
    reason: z.string().trim().max(1000).nullable().default(null),
    /** The passkey's answer, where the rule asks for one. */
    stepUp: z
      .strictObject({ id: idOf("stepUp"), answer: PasskeyAnswer })
      .nullable()
      .default(null),
  }),
  output: Checkpoint,
  errors: ["digest_mismatch", "already_decided", "expired", "policy_changed", "step_up_required", "step_up_refused"],
});

export const denyCheckpointOp = operation({
  id: "checkpoints.denyCheckpoint",
  http: "POST /v1/checkpoints/{id}/deny",
  permission: "checkpoint:decide",
  summary: "Deny the action; the agent is told the reason",
  input: z.strictObject({
    ...decisionInput,
    reason: z.string().trim().min(1, "say why, the agent and the record need it").max(1000),
  }),
  output: Checkpoint,
  errors: ["digest_mismatch", "already_decided", "expired"],
});

export const CheckpointReceipt = z.object({
  format: z.literal(1),
  org: z.string(),
  checkpoint: z.string(),
  status: CheckpointStatus,
  /** Canonical JSON: its SHA-256 is the digest. */
  action: z.string(),
  digest: Digest,
  rules: z.array(z.string()),
  stages: z.array(CheckpointStage),
  votes: z.array(
    z.object({
      person: z.string(),
      name: z.string(),
      verdict: z.enum(["approve", "deny"]),
      reason: z.string().nullable(),
      digest: Digest,
      at: Instant,
      stepUp: StepUpReceipt.nullable(),
    }),
  ),
  /** What the point received; its signature is over the canonical JSON of `grant`. */
  grant: SignedGrant.nullable(),
  redeemedAt: Instant.nullable(),
});

export const getReceiptOp = operation({
  id: "checkpoints.getReceipt",
  http: "GET /v1/checkpoints/{id}/receipt",
  permission: "checkpoint:read",
  summary: "Read all that proves how a request was decided, for checking without this console",
  input: z.strictObject({ id: idOf("checkpoint") }),
  output: CheckpointReceipt,
});

/* What enforcement points call. */

export const openCheckpointOp = operation({
  id: "checkpoints.openCheckpoint",
  http: "POST /v1/pep/checkpoints",
  serve: "gateway",
  creates: true,
  permission: "point:report",
  summary: "Ask people about a held action; the same action again answers the same request",
  input: HoldInput,
  output: HoldOutput,
  errors: ["digest_mismatch", "policy_changed", "conflict", "forbidden"],
  maxBody: 1_500_000,
});

export const readCheckpointOp = operation({
  id: "checkpoints.readCheckpoint",
  http: "GET /v1/pep/checkpoints/{id}",
  serve: "gateway",
  permission: "point:report",
  summary: "Read the state of one of this point's requests, with its grant once approved",
  input: z.strictObject({ id: idOf("checkpoint") }),
  output: CheckpointState,
});

export const cancelCheckpointOp = operation({
  id: "checkpoints.cancelCheckpoint",
  http: "POST /v1/pep/checkpoints/{id}/cancel",
  serve: "gateway",
  permission: "point:report",
  summary: "Withdraw a request whose caller has gone away",
  input: z.strictObject({ id: idOf("checkpoint"), reason: z.string().max(500).default("the caller went away") }),
  output: CheckpointState,
  errors: ["already_decided"],
});

export const redeemGrantOp = operation({
  id: "checkpoints.redeemGrant",
  http: "POST /v1/pep/grants/{id}/redeem",
  serve: "gateway",
  permission: "point:report",
  summary: "Use a grant, once: everything is checked again at this moment",
  input: RedeemInput.extend({ id: idOf("grant") }),
  output: RedeemOutput,
  errors: ["grant_refused"],
});
