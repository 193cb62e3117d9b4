/** The fleet of enforcement points: enrolment, state, acknowledgements, stopping agents. */
import { z } from "zod";
import { changeReason, isStorable, notStorable, Waiting } from "@/lib/audit/contract";
import { idOf } from "@/lib/shared/ids";
import { operation, pageOf } from "@/lib/shared/operation";
import { SignedBundle } from "@/sdk/wire/bundle";
import { Accepted, AcksInput, EnrolInput, EnrolOutput, HeartbeatInput, HeartbeatOutput } from "@/sdk/wire/protocol";
import { Instant, Mode, PepKind, Strength } from "@/sdk/wire/words";

export const PointState = z.enum(["connected", "stale", "unreachable", "never_connected", "revoked"]);
export const Point = z.object({
  id: z.string(),
  name: z.string(),
  kind: PepKind,
  strength: Strength,
  version: z.string(),
  mode: Mode,
  /** Agents that it may act for; empty means all. */
  agents: z.array(z.object({ id: z.string(), name: z.string() })),
  state: PointState,
  enrolledAt: Instant,
  lastSeenAt: Instant.nullable(),
  /** When it stops deciding for high tiers if nothing more is heard. */
  leaseEndsAt: Instant.nullable(),
  revision: z.int(),
  desiredRevision: z.int().nullable(),
  refusedRevision: z.int().nullable(),
  refusedReason: z.string().nullable(),
  spoolDepth: z.int(),
  gaps: z.int(),
  skewMs: z.int().nullable(),
  lastDecisionAt: Instant.nullable(),
  demo: z.boolean(),
  /** What the risk of its agents demands; `weak` when it is not that strong. */
  demanded: Strength,
  weak: z.boolean(),
  /** Connected, and behind the published revision for longer than it should take. */
  drifting: z.boolean(),
  /** Events that it said were lost, within a day. */
  lost: z.int(),
  /** Of its newest run of the conformance kit, by its own account. */
  scorecard: z
    .object({
      conformant: z.boolean(),
      passed: z.int(),
      failed: z.int(),
      skipped: z.int(),
      kit: z.string(),
      at: Instant,
    })
    .nullable(),
});
export type Point = z.infer<typeof Point>;

/** What can be wrong with a point, each a filter of the list and a figure above it. */
export const PointTrouble = z.enum(["weak", "drift", "gap", "skew", "nonconformant"]);
export type PointTrouble = z.infer<typeof PointTrouble>;
export const PointSort = z.enum(["name", "state", "silence", "spool", "newest"]);

export const PointFilters = z.strictObject({
  cursor: z.string().max(600).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(200),
  /** How many to leave out, for views that jump; a program that wants all of them follows the cursor. */
  skip: z.coerce.number().int().min(0).max(1_000_000).default(0),
  sort: PointSort.default("name"),
  state: PointState.optional(),
  kind: PepKind.optional(),
  mode: Mode.optional(),
  strength: Strength.optional(),
  trouble: PointTrouble.optional(),
  agentId: z.string().max(100).refine(isStorable, notStorable).optional(),
  q: z.string().max(200).refine(isStorable, notStorable).optional(),
});
export type PointFilters = z.input<typeof PointFilters>;

export const PointCounts = z.object({
  all: z.int(),
  state: z.record(PointState, z.int()),
  trouble: z.record(PointTrouble, z.int()),
});
export type PointCounts = z.infer<typeof PointCounts>;

export const listPointsOp = operation({
  id: "enforcement.listPoints",
  http: "GET /v1/points",
  permission: "point:read",
  units: "named",
  summary: "List enforcement points with what they run and what they ought to run",
  input: PointFilters,
  output: pageOf(Point).extend({
    desiredRevision: z.int().nullable(),
    /** Of all points, whatever the filters. */
    counts: PointCounts,
    asOf: Instant,
  }),
});

export const invitePointOp = operation({
  id: "enforcement.invitePoint",
  http: "POST /v1/points/enrolment-tokens",
  creates: true,
  permission: "point:manage",
  summary: "Make a one-time enrolment token for a new enforcement point; it is shown this once",
  input: z.strictObject({
    name: z.string().trim().min(1).max(120),
    kind: PepKind.default("mcp-proxy"),
    mode: Mode.default("enforce"),
    /** Agents that the point may act for; empty means every agent. */
    agents: z.array(idOf("agent")).max(1000).default([]),
    expiresInMinutes: z
      .int()
      .min(5)
      .max(7 * 1440)
      .default(60),
    reason: changeReason,
  }),
  /** `waits`: the token is good, and its time runs, once a second person has confirmed a point that only observes. */
  output: z.object({
    id: z.string(),
    token: z.string(),
    gatewayUrl: z.string(),
    expiresAt: Instant,
    waits: Waiting.nullable(),
  }),
  errors: ["reason_required"],
});

export const revokePointOp = operation({
  id: "enforcement.revokePoint",
  http: "POST /v1/points/{id}/revoke",
  permission: "point:manage",
  summary: "Cut an enforcement point off: nothing it sends is accepted from now on",
  input: z.strictObject({ id: idOf("point"), reason: z.string().trim().min(1).max(500) }),
  output: z.object({ id: z.string() }),
  errors: ["conflict"],
});

export const RevisionAck = z.object({
  pepId: z.string(),
  pepName: z.string(),
  state: PointState,
  result: z.enum(["loaded", "refused", "waiting"]),
  reason: z.string().nullable(),
  /** Milliseconds from signing to the acknowledgement's arrival, by the database's clock. */
  ms: z.number().nullable(),
});
export const listAcksOp = operation({
  id: "enforcement.listAcks",
  http: "GET /v1/bundles/{revision}/acks",
  permission: "point:read",
  summary: "Say which points run a bundle revision, and how long each took",
  input: z.strictObject({ revision: z.coerce.number().int().positive() }),
  output: z.object({ revision: z.int(), points: z.array(RevisionAck) }),
});

/* What enforcement points call. */

export const enrolPointOp = operation({
  id: "enforcement.enrolPoint",
  http: "POST /v1/pep/enroll",
  serve: "gateway",
  creates: true,
  permission: "point:enrol",
  summary: "Enrol an enforcement point with a one-time token and its own public key",
  input: EnrolInput,
  output: EnrolOutput,
  errors: ["token_refused"],
});
export const fetchBundleOp = operation({
  id: "enforcement.fetchBundle",
  http: "GET /v1/pep/bundles/{revision}",
  serve: "gateway",
  permission: "point:report",
  summary: "Fetch a signed bundle",
  input: z.strictObject({ revision: z.coerce.number().int().positive() }),
  output: SignedBundle,
});
export const reportAcksOp = operation({
  id: "enforcement.reportAcks",
  http: "POST /v1/pep/acks",
  serve: "gateway",
  permission: "point:report",
  summary: "Acknowledge bundles and stop orders",
  input: AcksInput,
  verbatim: ["acks"],
  output: Accepted,
});
export const reportHeartbeatOp = operation({
  id: "enforcement.reportHeartbeat",
  http: "POST /v1/pep/heartbeat",
  serve: "gateway",
  permission: "point:report",
  summary: "Say that the point lives, what it runs and how much it has still to report",
  input: HeartbeatInput,
  verbatim: ["version"],
  output: HeartbeatOutput,
});
/** GET /v1/pep/stream is an event stream, so it is described by hand in the OpenAPI document. */
export const streamPath = "/v1/pep/stream";
