/** Publications that reach one ring of points after the other, and what is seen of each ring meanwhile. */
import { z } from "zod";
import { RingMembers, Rings, RollOutPlan, TrialProfile } from "@/lib/policy/ring-contract";
import { idOf } from "@/lib/shared/ids";
import { Nothing, operation } from "@/lib/shared/operation";
import { Effect, Instant } from "@/sdk/wire/words";

const RingNow = z.object({
  name: z.string(),
  members: RingMembers,
  /** Points that are in it now, and how many of them are connected. */
  points: z.int(),
  live: z.int(),
});

const RingsNow = z.object({
  rings: z.array(RingNow),
  /** 0: nobody has set any, these are the ones that come with Gatehouse. */
  version: z.int(),
  updatedByName: z.string().nullable(),
});
export type RingsNow = z.infer<typeof RingsNow>;

export const getRingsOp = operation({
  id: "rollouts.getRings",
  http: "GET /v1/rings",
  permission: "policy:read",
  summary: "Read the rings, in the order in which a roll-out reaches them, with the points that are in each now",
  input: Nothing,
  output: RingsNow,
});

export const saveRingsOp = operation({
  id: "rollouts.saveRings",
  http: "PUT /v1/rings",
  permission: "policy:publish",
  summary:
    "Set the rings; `version` is the one that was seen, and an older one is refused. A roll-out that is under way keeps the rings that it began with",
  input: z.strictObject({ version: z.int().nonnegative(), rings: Rings }),
  output: RingsNow,
  errors: ["conflict"],
});

/** A call of a ring on which the two sets differ. */
export const RingSample = z.object({
  callId: z.string(),
  agentName: z.string(),
  tool: z.string(),
  /** By the policies in force, and by those on trial. */
  before: Effect,
  after: Effect,
});
export type RingSample = z.infer<typeof RingSample>;

/** What the points of a ring decided by the revision on trial. */
export const RingCounts = z.object({
  decisions: z.int().default(0),
  denied: z.int().default(0),
  held: z.int().default(0),
  /** Could not be evaluated, which is a denial. */
  errors: z.int().default(0),
  /** Of the decisions: decided again under both sets. The rest was recorded without all of its arguments. */
  judged: z.int().default(0),
  newlyAllowed: z.int().default(0),
  newlyHeld: z.int().default(0),
  newlyDenied: z.int().default(0),
  /** Requests out of sandboxes under the profile on trial, and those of them that it alone refuses. */
  requests: z.int().default(0),
  newlyRefused: z.int().default(0),
  /** The newest of those that differ. */
  samples: z.array(RingSample).default([]),
});
export type RingCounts = z.infer<typeof RingCounts>;

export const RingState = z.enum(["waiting", "skipped", "reached", "passed"]);
export const RollOutRing = z.object({
  position: z.int(),
  name: z.string(),
  points: z.int(),
  state: RingState,
  startedAt: Instant.nullable(),
  passedAt: Instant.nullable(),
  /** Connected now. */
  live: z.int(),
  /** Have taken up a revision of the roll-out. */
  acknowledged: z.int(),
  /** Connected, and do not run it. */
  lacking: z.int(),
  refused: z.int(),
  /** Runs of canaries under the profile on trial, and those in which something got out. */
  canaries: z.int(),
  canaryFailures: z.int(),
  counts: RingCounts,
});
export type RollOutRing = z.infer<typeof RollOutRing>;

export const RollOutStatus = z.enum(["running", "waiting", "halted", "completed", "rolledBack"]);
export type RollOutStatus = z.infer<typeof RollOutStatus>;

const RollOutSummary = z.object({
  id: z.string(),
  status: RollOutStatus,
  /** Why it waits, was halted or was rolled back. */
  why: z.string().nullable(),
  note: z.string(),
  revision: z.int(),
  /** The version of a sandbox profile that it brings; null when it brings policies alone. */
  profile: TrialProfile.nullable(),
  startedByName: z.string(),
  startedAt: Instant,
  endedByName: z.string().nullable(),
  endedAt: Instant.nullable(),
  /** The ring that it has come to, counted from 1, and how many there are. */
  place: z.int(),
  ringName: z.string(),
  ringCount: z.int(),
});
export type RollOutSummary = z.infer<typeof RollOutSummary>;

export const RollOut = RollOutSummary.extend({
  plan: RollOutPlan,
  policies: z.int(),
  rings: z.array(RollOutRing),
  /** When the ring that it has come to has been watched for long enough; null once it is over. */
  soakEndsAt: Instant.nullable(),
});
export type RollOut = z.infer<typeof RollOut>;

export const listRollOutsOp = operation({
  id: "rollouts.listRollOuts",
  http: "GET /v1/roll-outs",
  permission: "policy:read",
  summary: "List the newest roll-outs",
  input: Nothing,
  output: z.object({ items: z.array(RollOutSummary) }),
});

const one = z.strictObject({ id: idOf("rollOut") });

export const getRollOutOp = operation({
  id: "rollouts.getRollOut",
  http: "GET /v1/roll-outs/{id}",
  permission: "policy:read",
  summary:
    "Read a roll-out: each ring with its points, what they acknowledged, and what they decided by the new revision",
  input: one,
  output: RollOut,
});

/** Points that are shown at once, those that have not taken it up first. */
export const MOST_POINTS = 200;
export const RollOutPoint = z.object({
  pepId: z.string(),
  name: z.string(),
  position: z.int(),
  live: z.boolean(),
  /** The revision that it runs now. */
  revision: z.int(),
  /** What it said of the roll-out's newest revision, or of the newest that it answered. */
  result: z.enum(["loaded", "refused", "waiting"]),
  reason: z.string().nullable(),
  at: Instant.nullable(),
});
export type RollOutPoint = z.infer<typeof RollOutPoint>;

export const listRollOutPointsOp = operation({
  id: "rollouts.listRollOutPoints",
  http: "GET /v1/roll-outs/{id}/points",
  permission: "policy:read",
  summary: `List the points of a roll-out's rings with what each acknowledged: ${MOST_POINTS} at most, those that lack it first`,
  input: one.extend({ position: z.coerce.number().int().nonnegative().max(20).optional() }),
  output: z.object({ items: z.array(RollOutPoint), total: z.int() }),
});

export const proceedRollOutOp = operation({
  id: "rollouts.proceedRollOut",
  http: "POST /v1/roll-outs/{id}/proceed",
  permission: "policy:publish",
  summary:
    "Go on to the next ring where a roll-out waits for it; after the last one its policies are in force everywhere",
  input: one,
  output: RollOut,
  errors: ["conflict"],
});

const reason = z.string().trim().min(1, "say why").max(500);

export const haltRollOutOp = operation({
  id: "rollouts.haltRollOut",
  http: "POST /v1/roll-outs/{id}/halt",
  permission: "policy:publish",
  summary:
    "Halt a roll-out: it reaches nobody else, and those it has reached keep what they have. Its thresholds go on to guard",
  input: one.extend({ reason }),
  output: RollOut,
  errors: ["conflict"],
});

export const resumeRollOutOp = operation({
  id: "rollouts.resumeRollOut",
  http: "POST /v1/roll-outs/{id}/resume",
  permission: "policy:publish",
  summary: "Let a halted roll-out go on; the ring that it has come to is watched from now on anew",
  input: one,
  output: RollOut,
  errors: ["conflict"],
});

export const rollBackOp = operation({
  id: "rollouts.rollBack",
  http: "POST /v1/roll-outs/{id}/roll-back",
  permission: "policy:publish",
  summary: "End a roll-out: every point that it has reached gets the published policies again, under a new revision",
  input: one.extend({ reason }),
  output: RollOut,
  errors: ["conflict"],
});
