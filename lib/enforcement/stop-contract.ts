/** Stopping and releasing: agents, an owner's agents, and whatever else a scope can name; proof that it was done; drills. */
import { z } from "zod";
import { type IdKind, idOf } from "@/lib/shared/ids";
import { operation } from "@/lib/shared/operation";
import { RevokedScope } from "@/sdk/wire/protocol";
import { AgentStatus, Instant, RiskTier } from "@/sdk/wire/words";

/** What one order can be about. Agents change their status; everything else is a standing revocation. */
export const StopScope = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("agent"), agentId: z.string().max(100) }),
  /** A person, by id or e-mail address: every agent that they own. */
  z.strictObject({ kind: z.literal("owner"), owner: z.string().trim().min(1).max(320) }),
  ...RevokedScope.options,
]);
export type StopScope = z.infer<typeof StopScope>;

export const OrderStatus = z.enum([...AgentStatus.options, "revoked", "lifted"]);
export type OrderStatus = z.infer<typeof OrderStatus>;

/** `refused`: by this order, as it should be. `inconclusive`: refused, but for another reason. `silent`: asked, and no answer. */
export const ProbeResult = z.enum([
  "waiting",
  "silent",
  "refused",
  "inconclusive",
  "not_refused",
  "dishonest",
  "honest",
]);
export type ProbeResult = z.infer<typeof ProbeResult>;

export const StopPoint = z.object({
  pepId: z.string(),
  name: z.string(),
  state: z.enum(["confirmed", "pending", "unreachable"]),
  /** From the order's commit to the confirmation's arrival, by the database's clock. */
  ms: z.number().nullable(),
  /** Calls, waiting or running, that the point says it ended. */
  cancelled: z.int().nullable(),
  /** Programs in sandboxes that the point says it halted where they stand. */
  frozen: z.int().nullable(),
  /** When an unreachable point stops by itself. */
  leaseEndsAt: Instant.nullable(),
  /** The newest probe of this order through the point. */
  probe: z.object({ result: ProbeResult, why: z.string().nullable(), at: Instant }).nullable(),
});
export const StopOrder = z.object({
  orderId: z.string(),
  scope: StopScope,
  /** The one agent that it is about; null when it is about several, or about a scope. */
  agentId: z.string().nullable(),
  /** The agent's name, or what the order is about in words. */
  agentName: z.string(),
  /** How many agents' status it changed. */
  agents: z.int(),
  status: OrderStatus,
  reason: z.string(),
  orderedByName: z.string(),
  orderedAt: Instant,
  cancelledCheckpoints: z.int(),
  drill: z.boolean(),
  /** The order that ended this one; null while it stands, or where nothing is to be ended. */
  endedBy: z.string().nullable(),
  certificate: z.object({ id: z.string(), issuedAt: Instant, complete: z.boolean() }).nullable(),
  points: z.array(StopPoint),
});
export type StopOrder = z.infer<typeof StopOrder>;

export const reason = z.string().trim().min(1, "say why").max(500);
export const onOne = (kind: IdKind) => z.strictObject({ id: idOf(kind), reason });
export const killAgentOp = operation({
  id: "enforcement.killAgent",
  http: "POST /v1/agents/{id}/kill",
  permission: "agent:stop",
  summary: "Kill an agent: every point refuses it at once, held calls are cancelled, unused grants void",
  input: onOne("agent"),
  output: StopOrder,
  errors: ["conflict"],
});
export const suspendAgentOp = operation({
  id: "enforcement.suspendAgent",
  http: "POST /v1/agents/{id}/suspend",
  permission: "agent:stop",
  summary: "Suspend an agent: as kill, but meant to be lifted",
  input: onOne("agent"),
  output: StopOrder,
  errors: ["conflict"],
});

export const StopPreview = z.object({
  scope: StopScope,
  /** What the order would be about, in words. */
  title: z.string(),
  /** What has to be typed, or sent as `confirm`. */
  confirm: z.string(),
  agents: z.array(z.object({ id: z.string(), name: z.string(), status: AgentStatus, riskTier: RiskTier })),
  agentCount: z.int(),
  tools: z.array(z.string()),
  toolCount: z.int(),
  points: z.array(
    z.object({ id: z.string(), name: z.string(), reachable: z.boolean(), leaseEndsAt: Instant.nullable() }),
  ),
  pointCount: z.int(),
  unreachableCount: z.int(),
  /** Requests that wait for people, and approvals that are not used yet. */
  heldCount: z.int(),
  /** Calls that were let through in the last minutes and of which no outcome is known. */
  runningCount: z.int(),
  /** Calls in the last minutes, allowed or not. */
  recentCount: z.int(),
  minutes: z.int(),
  /** The order that already stops it. */
  standingOrder: z.string().nullable(),
});
export type StopPreview = z.infer<typeof StopPreview>;
export const previewStopOp = operation({
  id: "enforcement.previewStop",
  http: "POST /v1/stop-orders/preview",
  permission: "point:read",
  summary: "Say what an order to stop would stop, without giving it",
  input: z.strictObject({ scope: StopScope }),
  output: StopPreview,
});
export const revokeDelegationOp = operation({
  id: "enforcement.revokeDelegation",
  http: "POST /v1/delegations/{id}/revoke",
  permission: "agent:stop",
  summary: "Revoke a signed delegation: points refuse every call over it at once, and confirm that",
  input: onOne("delegation"),
  output: StopOrder,
  errors: ["conflict"],
});

export const stopScopeOp = operation({
  id: "enforcement.stopScope",
  http: "POST /v1/stop-orders",
  creates: true,
  permission: "agent:stop",
  summary: "Stop an agent, an owner's agents, a provider, a server, a tool, a credential, a delegation or everything",
  input: z.strictObject({
    scope: StopScope,
    /** For agents: killed, or suspended. Everything else is revoked until it is lifted. */
    status: z.enum(["killed", "suspended"]).default("killed"),
    reason,
    /** The preview's `confirm`, to show that what is meant is what was read. */
    confirm: z.string().max(500),
  }),
  output: StopOrder,
  errors: ["conflict"],
});
export const getStopOrderOp = operation({
  id: "enforcement.getStopOrder",
  http: "GET /v1/stop-orders/{id}",
  permission: "point:read",
  summary: "Read a stop order with each point's confirmation and probe",
  input: z.strictObject({ id: idOf("stopOrder") }),
  output: StopOrder,
});
export const listStopOrdersOp = operation({
  id: "enforcement.listStopOrders",
  http: "GET /v1/stop-orders",
  permission: "point:read",
  units: "named",
  summary: "List stop orders, newest first; drills only when asked for",
  input: z.strictObject({
    agentId: z.string().max(100).optional(),
    drill: z.enum(["yes", "no"]).optional(),
    /** Only what is in force: revocations that were not lifted, and agents that are still stopped by the order. */
    standing: z.enum(["yes"]).optional(),
  }),
  output: z.object({ items: z.array(StopOrder) }),
});
