/** Held actions that wait for people. */
import { z } from "zod";
import { PasskeyAnswer } from "@/lib/identity/passkey-contract";
import { idOf } from "@/lib/shared/ids";
import { operation, pageInput, pageOf } from "@/lib/shared/operation";
import { Digest, Instant, OperationClass, Reversibility, RiskTier } from "@/sdk/wire/words";
import { ChainLink } from "./chain-contract";
import { Decoy, SecondReview } from "./decoy-contract";
import { StageProgress, Vote } from "./people-contract";
import { StandingTerms } from "./standing-contract";

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

/** What people noted about a request for each other and for themselves. None of it decides anything. */
export const Marks = z.object({
  /** Those who are on it now. */
  claims: z.array(z.object({ userId: z.string(), userName: z.string(), until: Instant })),
  /** Until when the person asking has put it aside. */
  snoozedUntil: Instant.nullable(),
  /** Newest first. */
  handovers: z.array(
    z.object({
      fromId: z.string(),
      fromName: z.string(),
      toId: z.string(),
      toName: z.string(),
      note: z.string().nullable(),
      at: Instant,
    }),
  ),
});
export type Marks = z.infer<typeof Marks>;

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
  /** Each approval needs a passkey. */
  stepUp: z.boolean(),
  /** The arguments hold something that nobody can read; the tier was raised for it. */
  uninspectable: z.boolean(),
  /** The same for requests of one agent and tool whose arguments have one shape. */
  groupKey: z.string(),
  /** How many requests of this group the line stands for, where the list was asked to fold. */
  alike: z.int(),
  /** True once a decoy has ended: nobody's agent had asked for it. */
  wasDecoy: z.boolean(),
  marks: Marks,
});
export type CheckpointSummary = z.infer<typeof CheckpointSummary>;

export const Checkpoint = CheckpointSummary.extend({
  pepId: z.string(),
  pepName: z.string().nullable(),
  /** Set once a decoy has ended: it was none of the agent's requests, and nothing was run. */
  decoy: Decoy.nullable(),
  /** Stages that ask for one more approval than their rule, because of how somebody in them has decided. */
  secondReview: z.array(SecondReview),
  callId: z.string(),
  revision: z.int(),
  /** Canonical JSON: the very bytes under the digest, from which the page is drawn. */
  action: z.string(),
  /** Set when the arguments are not those that the agent asked for, but what a person put in their place. */
  change: z
    .object({
      byId: z.string(),
      byName: z.string(),
      reason: z.string().nullable(),
      at: Instant,
      asked: z.object({ action: z.string(), digest: Digest }),
    })
    .nullable(),
  /** Why the person asking cannot change the arguments; null when they can. */
  cannotChange: z.string().nullable(),
  /** Why the same call cannot be approved in advance; null when it can. */
  cannotStand: z.string().nullable(),
  /** The standing approval that approved it, in the name of those who gave it. */
  standingId: z.string().nullable(),
  /** Untrusted: the agent's own words. */
  agentReason: z.string().nullable(),
  policies: z.array(
    z.object({
      /** Null when the policy was deleted since. */
      id: z.string().nullable(),
      slug: z.string(),
      title: z.string(),
      version: z.int().nullable(),
    }),
  ),
  rules: z.array(z.string()),
  stages: z.array(StageProgress),
  /** Who may not decide it by its rules' separation of duties. */
  excluded: z.array(z.object({ id: z.string(), why: z.enum(["owner", "onBehalfOf", "policyAuthor", "requester"]) })),
  /** Names of the people and teams among the groups and the excluded. */
  named: z.array(z.object({ id: z.string(), name: z.string() })),
  votes: z.array(Vote),
  /** Why the person asking cannot decide; null when they can. */
  cannotDecide: z.string().nullable(),
  redeemedAt: Instant.nullable(),
  /** Agents through which the call comes, and the one that makes it last; empty where it comes through nobody. */
  chain: z.array(ChainLink),
  /** Who let it through without the people whom it waited for. */
  breakGlass: z.object({ id: z.string(), byName: z.string(), reason: z.string(), at: Instant }).nullable(),
  /** The person asking holds the permission to do that; they need a passkey besides. */
  mayBreakGlass: z.boolean(),
  serverTime: Instant,
});
export type Checkpoint = z.infer<typeof Checkpoint>;

export const CheckpointBox = z.enum(["mine", "team", "snoozed", "open", "closed", "all"]);
export type CheckpointBox = z.infer<typeof CheckpointBox>;

export const CheckpointFilters = z.strictObject({
  ...pageInput,
  box: CheckpointBox.default("open"),
  agentId: z.string().max(100).optional(),
  /** Part of the tool's name. */
  tool: z.string().trim().max(300).optional(),
  operationClass: OperationClass.optional(),
  riskTier: RiskTier.optional(),
  status: CheckpointStatus.optional(),
  /** While it waits, who could decide it; after that, who did. */
  person: z.string().max(100).optional(),
  /** Only requests of this group. */
  group: z.string().max(100).optional(),
  /** Shows requests of one group as one line, which says how many it stands for. */
  fold: z.enum(["yes", "no"]).default("no"),
});
export type CheckpointFilters = z.input<typeof CheckpointFilters>;

export const listCheckpointsOp = operation({
  id: "checkpoints.listCheckpoints",
  http: "GET /v1/checkpoints",
  permission: "checkpoint:read",
  units: "scoped",
  summary:
    "List checkpoint requests: waiting for me, for those who share my work, put aside, open, ended, all. Open ones come gravest and soonest first, the others newest first. Nothing disappears after it ends",
  input: CheckpointFilters,
  output: pageOf(CheckpointSummary),
});

export const countCheckpointsOp = operation({
  id: "checkpoints.countCheckpoints",
  http: "GET /v1/checkpoints/count",
  permission: "checkpoint:read",
  units: "scoped",
  summary: "Count open requests, those that the asking person can decide, and those of these that they put aside",
  input: z.strictObject({}),
  output: z.object({ open: z.int(), mine: z.int(), snoozed: z.int() }),
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

/** The approver's own words for the record. No agent and no enforcement point is ever told them. */
const note = z.string().trim().max(2000).nullable().default(null);

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
    /** What the agent is told along with the approval. */
    reason: z.string().trim().max(1000).nullable().default(null),
    note,
    /** The passkey's answer, where the rule asks for one. */
    stepUp: z
      .strictObject({ id: idOf("stepUp"), answer: PasskeyAnswer })
      .nullable()
      .default(null),
    /** Also approve the same call for some time: it stands once enough have agreed to the very same terms. */
    standing: StandingTerms.nullable().default(null),
  }),
  output: Checkpoint,
  errors: [
    "digest_mismatch",
    "already_decided",
    "expired",
    "policy_changed",
    "conflict",
    "step_up_required",
    "step_up_refused",
  ],
});

export const denyCheckpointOp = operation({
  id: "checkpoints.denyCheckpoint",
  http: "POST /v1/checkpoints/{id}/deny",
  permission: "checkpoint:decide",
  summary: "Deny the action; the agent is told the reason",
  input: z.strictObject({
    ...decisionInput,
    reason: z.string().trim().min(1, "say why, the agent and the record need it").max(1000),
    note,
  }),
  output: Checkpoint,
  errors: ["digest_mismatch", "already_decided", "expired"],
});
