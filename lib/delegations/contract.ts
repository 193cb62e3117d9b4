/** Agents acting through agents: edges that people sign off. */
import { z } from "zod";
import { isStorable, notStorable } from "@/lib/audit/contract";
import { PasskeyAnswer } from "@/lib/identity/passkey-contract";
import { DataClass } from "@/lib/inventory/contract";
import { idOf } from "@/lib/shared/ids";
import { operation } from "@/lib/shared/operation";
import { AgentStatus, Digest, Instant, OperationClass, RiskTier } from "@/sdk/wire/words";

export const DelegationStatus = z.enum([
  "requested",
  "signed",
  "refused",
  "withdrawn",
  "superseded",
  "expired",
  "revoked",
]);
export type DelegationStatus = z.infer<typeof DelegationStatus>;

/** For which of the two agents somebody signs. */
export const Side = z.enum(["from", "to"]);
export type Side = z.infer<typeof Side>;

/** A delegation may stand for a year at most; then people look at it again. */
export const LONGEST_DAYS = 366;

const AgentRef = z.object({ id: z.string(), name: z.string(), status: AgentStatus, riskTier: RiskTier });
const Named = z.object({ id: z.string(), name: z.string() });

export const Delegation = z.object({
  id: z.string(),
  /** Acts through `to`. */
  from: AgentRef,
  to: AgentRef,
  operationClasses: z.array(OperationClass),
  dataClasses: z.array(DataClass),
  until: Instant,
  reason: z.string(),
  status: DelegationStatus,
  statusReason: z.string().nullable(),
  /** Calls over it are refused, since people refused it. */
  blocks: z.boolean(),
  /** The order that stops it now. */
  stoppedBy: z.string().nullable(),
  /** Null when a held call asked. */
  requestedById: z.string().nullable(),
  requestedByName: z.string(),
  requestedAt: Instant,
  signedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  /** Of all that is signed off: a signature names it, and another one is refused. */
  digest: Digest,
  stepUp: z.boolean(),
  signatures: z.array(
    z.object({ side: Side, userId: z.string(), userName: z.string(), at: Instant, stepUp: z.boolean() }),
  ),
  /** Sides without a signature, and who could give it now. */
  missing: z.array(z.object({ side: Side, candidates: z.array(Named) })),
  /** The side for which the asking person could sign now; null with the reason in `cannotSign`. */
  mine: Side.nullable(),
  cannotSign: z.string().nullable(),
});
export type Delegation = z.infer<typeof Delegation>;

export const listDelegationsOp = operation({
  id: "delegations.listDelegations",
  http: "GET /v1/delegations",
  permission: "delegation:read",
  units: "named",
  summary: "List delegations between agents, the open and signed ones first; nothing disappears after it ends",
  input: z.strictObject({ agentId: z.string().max(100).optional(), status: DelegationStatus.optional() }),
  output: z.object({ items: z.array(Delegation) }),
});

const ById = z.strictObject({ id: idOf("delegation") });

export const getDelegationOp = operation({
  id: "delegations.getDelegation",
  http: "GET /v1/delegations/{id}",
  permission: "delegation:read",
  summary: "Read one delegation with its signatures",
  input: ById,
  output: Delegation,
});

const why = z.string().trim().min(1, "say why").max(500).refine(isStorable, notStorable);

export const requestDelegationOp = operation({
  id: "delegations.requestDelegation",
  http: "POST /v1/delegations",
  creates: true,
  permission: "delegation:request",
  units: "named",
  summary: "Ask the owners of two agents to let one act through the other",
  input: z.strictObject({
    fromId: idOf("agent"),
    toId: idOf("agent"),
    operationClasses: z.array(OperationClass).min(1, "name what it is for").max(8),
    dataClasses: z.array(DataClass).max(7).default([]),
    until: Instant,
    reason: why,
  }),
  output: Delegation,
  errors: ["conflict", "forbidden"],
});

const shown = { id: idOf("delegation"), digest: Digest };

export const beginSignatureOp = operation({
  id: "delegations.beginSignature",
  http: "POST /v1/delegations/{id}/step-up",
  permission: "delegation:decide",
  summary: "Ask for a challenge that one's passkey is to sign: it is derived from the digest that was shown",
  input: z.strictObject(shown),
  output: z.object({
    stepUpId: z.string(),
    /** PublicKeyCredentialRequestOptionsJSON. */
    options: z.looseObject({ challenge: z.string() }),
  }),
  errors: ["digest_mismatch", "already_decided", "expired", "step_up_required", "conflict"],
});

export const signDelegationOp = operation({
  id: "delegations.signDelegation",
  http: "POST /v1/delegations/{id}/sign",
  permission: "delegation:decide",
  summary: "Sign a delegation off for one of its two agents; it is in force when both have a signature",
  input: z.strictObject({
    ...shown,
    stepUp: z
      .strictObject({ id: idOf("stepUp"), answer: PasskeyAnswer })
      .nullable()
      .default(null),
  }),
  output: Delegation,
  errors: ["digest_mismatch", "already_decided", "expired", "step_up_required", "step_up_refused", "conflict"],
});

export const refuseDelegationOp = operation({
  id: "delegations.refuseDelegation",
  http: "POST /v1/delegations/{id}/refuse",
  permission: "delegation:decide",
  summary: "Refuse a requested delegation; where none is in force, points refuse it at once",
  input: z.strictObject({ id: idOf("delegation"), reason: why }),
  output: Delegation,
  errors: ["already_decided"],
});

export const withdrawDelegationOp = operation({
  id: "delegations.withdrawDelegation",
  http: "POST /v1/delegations/{id}/withdraw",
  permission: "delegation:request",
  summary: "Take back a request that one made oneself",
  input: ById,
  output: Delegation,
  errors: ["already_decided"],
});
