/** How well people decide: figures on their decisions, decoys that ought to be refused, and what follows from both. */
import { z } from "zod";
import { changeReason } from "@/lib/audit/contract";
import { guarded } from "@/lib/changes/contract";
import { Nothing, operation, pageInput, pageOf } from "@/lib/shared/operation";
import { Role } from "@/lib/shared/permissions";
import { Instant } from "@/sdk/wire/words";

/** A figure, what it rests on, and, where that is too little, why there is none. */
export const Measured = z.object({ value: z.number().nullable(), n: z.int(), why: z.string().nullable() });
export type Measured = z.infer<typeof Measured>;

export const QualityReason = z.enum(["decoysMissed", "tooFast", "longStreak"]);
export type QualityReason = z.infer<typeof QualityReason>;

/** Why a person's decisions call for a second reviewer, with the figures at that time. */
export const QualityFinding = z.object({ reason: QualityReason, value: z.number(), limit: z.number(), n: z.int() });
export type QualityFinding = z.infer<typeof QualityFinding>;

const whole = (least: number, most: number) => {
  const said = `a whole number from ${least} to ${most}`;
  return z.int(said).min(least, said).max(most, said);
};
const part = () => {
  const said = "from 0 to 100 %";
  return z.number(said).min(0, said).max(1, said);
};

const settings = {
  decoysPerHundred: whole(0, 20),
  days: whole(7, 365),
  leastCaught: part(),
  fastSeconds: whole(1, 120),
  mostFast: part(),
  longestStreak: whole(10, 100_000),
  secondReviewer: z.boolean(),
  helpingRole: Role.extract(["admin", "security", "owner", "approver"]),
};
export const OversightSetting = z.object({
  ...settings,
  version: z.int(),
  updatedAt: Instant.nullable(),
  updatedByName: z.string().nullable(),
});
export type OversightSetting = z.infer<typeof OversightSetting>;

/** What holds where nobody has set anything: no decoys, and a second reviewer where quality falls. */
export const defaults: Omit<OversightSetting, "version" | "updatedAt" | "updatedByName"> = {
  decoysPerHundred: 0,
  days: 30,
  leastCaught: 0.8,
  fastSeconds: 5,
  mostFast: 0.5,
  longestStreak: 100,
  secondReviewer: true,
  helpingRole: "security",
};

const decisionFigures = {
  /** Votes on real requests. */
  votes: z.int(),
  approved: z.int(),
  denied: z.int(),
  /** Seconds from the moment that the action could be read to the vote. */
  seconds: z.object({ p10: Measured, p50: Measured, p90: Measured }),
  /** Share of approvals that were fast. */
  fast: Measured,
  /** Of requests on which several people voted: the share on which this person and another did not agree. */
  disagreed: Measured,
  decoys: z.object({
    /** Decoys that this person voted on, and what became of them. */
    caught: z.int(),
    missed: z.int(),
    rate: Measured,
  }),
};

export const Approver = z.object({
  person: z.object({ id: z.string(), name: z.string(), active: z.boolean() }),
  ...decisionFigures,
  /** Approvals in a row without a denial: the run that goes on now, and the longest. */
  streak: z.object({ now: z.int(), longest: z.int() }),
  load: z.object({
    /** Votes for each day of the window. */
    perDay: Measured,
    /** The most votes in one hour by the clock. */
    busiestHour: z.int(),
    /** Open requests that this person was asked about and has not voted on. */
    waiting: z.int(),
  }),
  findings: z.array(QualityFinding),
  /** Since when stages that this person could fill get a second reviewer. */
  watchedSince: Instant.nullable(),
});
export type Approver = z.infer<typeof Approver>;

/** Votes by the seconds that they took: from `from`, below `to`. */
export const Bucket = z.object({ from: z.int(), to: z.int().nullable(), approved: z.int(), denied: z.int() });
export type Bucket = z.infer<typeof Bucket>;

export const Oversight = z.object({
  asOf: Instant,
  from: Instant,
  days: z.int(),
  setting: OversightSetting,
  all: z.object({
    ...decisionFigures,
    /** Real requests that were opened in the window and have ended, and how. */
    requests: z.object({ ended: z.int(), approved: z.int(), denied: z.int(), expired: z.int() }),
    /** Decoys that were opened in the window and ended without a vote. */
    decoysUnanswered: z.int(),
    buckets: z.array(Bucket),
    /** Requests of the window to which a second reviewer was added. */
    secondReviews: z.int(),
  }),
  approvers: z.array(Approver),
});
export type Oversight = z.infer<typeof Oversight>;

const Days = z.coerce.number().int().min(1).max(365).optional();

export const getOversightOp = operation({
  id: "oversight.getOversight",
  http: "GET /v1/oversight",
  permission: "oversight:read",
  summary:
    "Read how well people decide: times, streaks, load, disagreement and caught decoys, each with what it rests on",
  input: z.strictObject({ days: Days }),
  output: Oversight,
});

/** Which decisions stand behind a figure. */
export const DecisionKind = z.enum(["all", "approved", "denied", "fast", "disagreed", "caught", "missed"]);
export type DecisionKind = z.infer<typeof DecisionKind>;

export const WatchedDecision = z.object({
  checkpointId: z.string(),
  agentName: z.string(),
  tool: z.string(),
  riskTier: z.string(),
  person: z.object({ id: z.string(), name: z.string() }),
  verdict: z.enum(["approve", "deny"]),
  at: Instant,
  seconds: z.number(),
  /** What this vote did with a decoy; null for a real request. */
  decoy: z.enum(["caught", "missed"]).nullable(),
});
export type WatchedDecision = z.infer<typeof WatchedDecision>;

export const DecisionFilters = z.strictObject({
  ...pageInput,
  days: Days,
  person: z.string().max(100).optional(),
  kind: DecisionKind.default("all"),
});
export type DecisionFilters = z.input<typeof DecisionFilters>;

export const listWatchedDecisionsOp = operation({
  id: "oversight.listWatchedDecisions",
  http: "GET /v1/oversight/decisions",
  permission: "oversight:read",
  summary: "List the decisions behind a figure, the newest first",
  input: DecisionFilters,
  output: pageOf(WatchedDecision),
});

export const getOversightSettingOp = operation({
  id: "oversight.getOversightSetting",
  http: "GET /v1/oversight/setting",
  permission: "oversight:read",
  summary: "Read the rate of decoys and the thresholds under which a second reviewer is added",
  input: Nothing,
  output: OversightSetting,
});

export const setOversightSettingOp = operation({
  id: "oversight.setOversightSetting",
  http: "PUT /v1/oversight/setting",
  permission: "oversight:manage",
  summary:
    "Set the rate of decoys and the thresholds; what weakens them is proposed to a second person, with the reason",
  input: z.strictObject({ version: z.int(), ...settings, reason: changeReason }),
  output: guarded(OversightSetting),
});
