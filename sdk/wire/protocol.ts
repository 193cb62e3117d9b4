/**
 * Enforcement protocol v1, as the gateway serves it and an enforcement point speaks it.
 *
 * After enrolment a point authenticates with `Authorization: Bearer <token>`, a compact EdDSA JWT that it signs with its own
 * key: `{ iss: pepId, aud: "gatehouse", iat, exp, jti }`, at most five minutes long.
 */
import { z } from "zod";
import { Action, SignedGrant } from "./action.ts";
import { TrustKey } from "./bundle.ts";
import { DecisionCode, DecisionRequest } from "./decision.ts";
import { AskedEvent, Question } from "./question.ts";
import { Digest, Effect, Instant, JsonObject, Mode, OperationClass, Outcome, PepKind, ToolName } from "./words.ts";

/** POST /v1/pep/enroll */
export const EnrolInput = z.strictObject({
  token: z.string().min(20).max(200),
  /** SubjectPublicKeyInfo in PEM. */
  publicKey: z.string().max(1000),
  kind: PepKind,
  name: z.string().min(1).max(120),
  version: z.string().max(60),
});
export type EnrolInput = z.infer<typeof EnrolInput>;

export const EnrolOutput = z.strictObject({
  pepId: z.string(),
  org: z.string(),
  mode: Mode,
  /** Agents that this point may act for; null means every agent of the organisation. */
  agents: z.array(z.string()).nullable(),
  trust: z.array(TrustKey),
  streamPath: z.string(),
  serverTime: Instant,
});
export type EnrolOutput = z.infer<typeof EnrolOutput>;

/**
 * GET /v1/pep/stream: server-sent events. `id` is the sequence of the control log; `event` is the member `type`.
 * `state` comes first on every connection and is complete; what follows is what changed.
 */
export const StoppedAgent = z.strictObject({ agentId: z.string(), status: z.enum(["suspended", "killed", "retired"]) });
/** What a standing order blocks beside single agents. A call is refused if any of these matches it. */
export const RevokedScope = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("everything") }),
  z.strictObject({ kind: z.literal("provider"), provider: z.string().min(1).max(200) }),
  z.strictObject({ kind: z.literal("server"), server: z.string().min(1).max(100) }),
  z.strictObject({ kind: z.literal("tool"), tool: ToolName }),
  /** A credential of an agent, by the name or fingerprint under which calls present it. */
  z.strictObject({ kind: z.literal("credential"), credential: z.string().min(1).max(200) }),
  /** Agent `from` acting through agent `to`: an edge of a call's chain. */
  z.strictObject({ kind: z.literal("delegation"), from: z.string().max(100), to: z.string().max(100) }),
]);
export type RevokedScope = z.infer<typeof RevokedScope>;
export const StreamEvent = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("state"),
    /** Bundle to load; null when nothing was ever published. */
    revision: z.int().positive().nullable(),
    minimumRevision: z.int().positive(),
    stopped: z.array(StoppedAgent),
    /** Standing orders by scope. */
    revoked: z.array(RevokedScope),
    trust: z.array(TrustKey),
    mode: Mode,
    leaseSeconds: z.int().positive(),
    serverTime: Instant,
  }),
  z.strictObject({ type: z.literal("bundle"), revision: z.int().positive(), minimumRevision: z.int().positive() }),
  z.strictObject({
    type: z.literal("agent"),
    /** Order id, echoed in the acknowledgement. */
    orderId: z.string(),
    agentId: z.string(),
    status: z.enum(["active", "suspended", "killed", "retired"]),
  }),
  z.strictObject({
    type: z.literal("revoke"),
    /** Order id, echoed in the acknowledgement. */
    orderId: z.string(),
    scope: RevokedScope,
    /** False when the order is lifted. */
    active: z.boolean(),
  }),
  /** Asks the point to try a call through its own path, without running anything; it answers with `POST /v1/pep/probes`. */
  z.strictObject({
    type: z.literal("probe"),
    probeId: z.string(),
    /** The order that the probe is to prove; null when only the point's revision is in question. */
    orderId: z.string().nullable(),
    request: DecisionRequest,
    /** Chosen by the gateway, so that an answer cannot be prepared. */
    nonce: z.string().min(16).max(100),
  }),
  z.strictObject({
    type: z.literal("checkpoint.decided"),
    checkpointId: z.string(),
    status: z.enum(["approved", "denied", "expired", "cancelled", "voided"]),
    reason: z.string().nullable(),
    /** Present when approved. */
    grant: SignedGrant.nullable(),
  }),
  AskedEvent,
  z.strictObject({ type: z.literal("lease"), leaseSeconds: z.int().positive(), serverTime: Instant }),
]);
export type StreamEvent = z.infer<typeof StreamEvent>;

/** POST /v1/pep/acks */
export const Ack = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("bundle"),
    revision: z.int().positive(),
    result: z.enum(["loaded", "refused"]),
    reason: z.string().max(500).optional(),
    at: Instant,
  }),
  z.strictObject({
    kind: z.literal("order"),
    orderId: z.string(),
    at: Instant,
    /** Calls, waiting or running, that the order ended. */
    cancelled: z.int().nonnegative().optional(),
    /** Programs in sandboxes that it halted where they stand, until the agent is released. */
    frozen: z.int().nonnegative().optional(),
  }),
]);
export type Ack = z.infer<typeof Ack>;
export const AcksInput = z.strictObject({ acks: z.array(Ack).min(1).max(500) });
export const Accepted = z.strictObject({ accepted: z.int().nonnegative() });

/**
 * POST /v1/pep/probes: what the point answered to a probe, signed with its own enrolled key over the canonical JSON of
 * `statement`, so that a certificate can carry it to someone who trusts neither the console nor its database.
 */
export const ProbeStatement = z.strictObject({
  format: z.literal(1),
  org: z.string(),
  pep: z.string(),
  probeId: z.string(),
  orderId: z.string().nullable(),
  nonce: z.string().min(16).max(100),
  agentId: z.string(),
  tool: z.string(),
  effect: Effect,
  code: DecisionCode,
  reason: z.string().max(2000),
  /** False in observe mode, when the refusal would not have been carried out. */
  enforced: z.boolean(),
  revision: z.int().nonnegative(),
  /** sha256 of `nonce`, a newline and the text of the bundle content in force: only who holds it can say it. Null without one. */
  bundleProof: Digest.nullable(),
  at: Instant,
});
export type ProbeStatement = z.infer<typeof ProbeStatement>;
export const ProbeInput = z.strictObject({ statement: ProbeStatement, signature: z.base64().max(200) });
export type ProbeInput = z.infer<typeof ProbeInput>;

/** POST /v1/pep/heartbeat: what the fleet view shows of a point. */
export const HeartbeatInput = z.strictObject({
  version: z.string().max(60),
  revision: z.int().nonnegative(),
  spoolDepth: z.int().nonnegative(),
  gaps: z.int().nonnegative(),
  clock: Instant,
});
export const HeartbeatOutput = z.strictObject({ serverTime: Instant, leaseSeconds: z.int().positive() });

/** POST /v1/pep/events: one `call` when a decision falls, one `outcome` when a permitted call has ended. */
export const CallEvent = z.strictObject({
  type: z.literal("call"),
  /** Chosen by the point; the same id with another body is refused. */
  id: z.string().min(16).max(64),
  at: Instant,
  agentId: z.string().max(100),
  tool: z.string().min(1).max(300),
  operationClass: OperationClass.nullable(),
  effect: Effect,
  code: DecisionCode,
  /** False when a refusal was recorded and not carried out (observe mode). */
  enforced: z.boolean(),
  reason: z.string().max(2000),
  policies: z.array(z.string().max(200)).max(100),
  observed: z.array(z.string().max(200)).max(100),
  revision: z.int().nonnegative(),
  /** Nanoseconds the decision took. */
  decisionNs: z.int().nonnegative().nullable(),
  argumentsDigest: Digest,
  /** After redaction at the point; text, because JSON columns cannot hold everything that JSON can. */
  argumentsText: z.string().max(100_000),
  onBehalfOf: z.string().max(300).nullable(),
  chain: z.array(z.string().max(100)).max(16),
  checkpointId: z.string().max(100).nullable(),
  traceId: z.string().max(64).nullable(),
});
export type CallEvent = z.infer<typeof CallEvent>;

export const OutcomeEvent = z.strictObject({
  type: z.literal("outcome"),
  id: z.string().min(16).max(64),
  /** Id of the call event that this ends. */
  callId: z.string().min(16).max(64),
  at: Instant,
  outcome: Outcome,
  durationMs: z.number().nonnegative().nullable(),
  error: z.string().max(2000).nullable(),
});
export type OutcomeEvent = z.infer<typeof OutcomeEvent>;

/** Written when events were lost, so that a loss is never silent. */
export const GapEvent = z.strictObject({
  type: z.literal("gap"),
  id: z.string().min(16).max(64),
  at: Instant,
  lost: z.int().positive(),
  firstAt: Instant,
  lastAt: Instant,
  reason: z.string().max(300),
});
export type GapEvent = z.infer<typeof GapEvent>;
export const PepEvent = z.discriminatedUnion("type", [CallEvent, OutcomeEvent, GapEvent]);
export type PepEvent = z.infer<typeof PepEvent>;

export const EventsInput = z.strictObject({ events: z.array(z.unknown()).min(1).max(1000) });
export const EventsOutput = z.strictObject({
  results: z.array(
    z.strictObject({
      id: z.string().nullable(),
      status: z.enum(["stored", "duplicate", "refused"]),
      reason: z.string().optional(),
    }),
  ),
});
export type EventsOutput = z.infer<typeof EventsOutput>;

/** POST /v1/pep/tools: definitions that a point sees, whole, as their server gave them. */
export const ToolsSeenInput = z.strictObject({
  agentId: z.string(),
  server: z.string().min(1).max(100),
  tools: z.array(z.strictObject({ name: z.string().min(1).max(200), definition: JsonObject })).max(500),
});
export const ToolsSeenOutput = z.strictObject({
  tools: z.array(
    z.strictObject({ tool: ToolName, pin: Digest, state: z.enum(["approved", "waiting", "changed", "blocked"]) }),
  ),
});

/** POST /v1/pep/checkpoints: asks people about a held action. */
export const HoldInput = z.strictObject({
  action: Action,
  digest: Digest,
  /** The agent's own words, shown apart and marked as untrusted. */
  agentReason: z.string().max(4000).nullable(),
  /** Id of the call event, so that the request and the activity find each other. */
  callId: z.string().min(16).max(64),
  /** What the caller can deal with beside yes and no; people are offered nothing else. What is not known here is passed over. */
  accepts: z.array(z.string().max(40)).max(20).optional(),
});
export type HoldInput = z.infer<typeof HoldInput>;
/** `changedArguments`: it runs other arguments when people set them, and tells the agent so. `questions`: it can be asked. */
export const HoldAbility = z.enum(["changedArguments", "questions"]);
export type HoldAbility = z.infer<typeof HoldAbility>;
export const HoldOutput = z.strictObject({
  checkpointId: z.string(),
  status: z.enum(["pending", "approved", "denied", "expired", "cancelled", "redeemed", "lapsed", "voided"]),
  expiresAt: Instant,
  /** Where a person decides. */
  url: z.string(),
});
export type HoldOutput = z.infer<typeof HoldOutput>;

/** GET /v1/pep/checkpoints/{id}: for a point that missed the stream event. */
export const CheckpointState = z.strictObject({
  checkpointId: z.string(),
  status: HoldOutput.shape.status,
  reason: z.string().nullable(),
  grant: SignedGrant.nullable(),
  expiresAt: Instant,
  /** Questions that the agent has not answered; only for a caller that said that it can be asked. */
  questions: z.array(Question).max(50).optional(),
});

/** POST /v1/pep/grants/{id}/redeem */
export const RedeemInput = z.strictObject({ actionDigest: Digest });
export const RedeemOutput = z.strictObject({ grantId: z.string(), redeemedAt: Instant });

/** RFC 9457, as every refusal answers. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  requestId: z.string().optional(),
  invalidParams: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  serverTime: Instant.optional(),
  /** Of `second_person`: the change that was proposed instead. */
  change: z.object({ id: z.string(), digest: z.string(), confirmers: z.array(z.string()) }).optional(),
});
export type Problem = z.infer<typeof Problem>;
