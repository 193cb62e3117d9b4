/** How stages and scores moved, and why, as it was noted when they did. */
import { z } from "zod";
import { idOf } from "@/lib/shared/ids";
import { operation, pageInput, pageOf } from "@/lib/shared/operation";
import { Instant } from "@/sdk/wire/words";
import { Stage } from "./contract";

/** A requirement that changed sides, with the reason that its rule gave then. */
export const Moved = z.object({
  requirement: z.string(),
  title: z.string(),
  why: z.string(),
  href: z.string().nullable(),
});
export type Moved = z.infer<typeof Moved>;

export const ChangeKind = z.enum(["first", "moved", "stopped", "returned", "removed"]);
export type ChangeKind = z.infer<typeof ChangeKind>;

export const MaturityChange = z.object({
  id: z.string(),
  agentId: z.string(),
  agentName: z.string(),
  at: Instant,
  kind: ChangeKind,
  /** Null where it was not known before. */
  fromStage: Stage.nullable(),
  /** Null where there is no such agent any more. */
  toStage: Stage.nullable(),
  /** Null where it had none: stopped, or not known. */
  fromScore: z.number().nullable(),
  toScore: z.number().nullable(),
  fell: z.array(Moved),
  met: z.array(Moved),
});
export type MaturityChange = z.infer<typeof MaturityChange>;

export const TrendDays = z.coerce
  .number()
  .meta({ enum: [7, 30, 90] })
  .pipe(z.literal([7, 30, 90]));

export const listChangesOp = operation({
  id: "maturity.listChanges",
  http: "GET /v1/maturity/changes",
  permission: "maturity:read",
  units: "named",
  summary: "List how agents' stages and scores changed and why, newest first",
  input: z.strictObject({ ...pageInput, agentId: idOf("agent").optional(), days: TrendDays.optional() }),
  output: pageOf(MaturityChange),
});

/** What moved an organisation's score: agents that changed in the same way for the same requirement. */
export const Cause = z.object({
  direction: z.enum(["fell", "rose", "joined", "left"]),
  title: z.string(),
  agents: z.int(),
  /** What was said of one of them. */
  why: z.string(),
  agentId: z.string(),
  agentName: z.string(),
});
export type Cause = z.infer<typeof Cause>;

const Standing = z.object({
  stage: Stage,
  score: z.number().nullable(),
  none: z.int(),
  observe: z.int(),
  enforce: z.int(),
  isolate: z.int(),
  stopped: z.int(),
});
export type Standing = z.infer<typeof Standing>;

export const TrendStep = z.object({
  from: Instant,
  /** How it stood at the end of the step; null when nobody looked during it. */
  standing: Standing.nullable(),
});
export type TrendStep = z.infer<typeof TrendStep>;

export const Move = z.object({
  at: Instant,
  score: z.number().nullable(),
  scoreBefore: z.number().nullable(),
  stage: Stage,
  /** Agents whose score rose, or fell. */
  rose: z.int(),
  fell: z.int(),
  causes: z.array(Cause),
});
export type Move = z.infer<typeof Move>;

export const Trend = z.object({
  asOf: Instant,
  /** The last look; null when there never was one. */
  lookedAt: Instant.nullable(),
  /** The first look; null when there never was one. */
  since: Instant.nullable(),
  days: z.int(),
  stepHours: z.int(),
  /** Oldest first; the last one is still running. */
  steps: z.array(TrendStep),
  /** Newest first, at most fifty of them. */
  moves: z.array(Move),
  movesTotal: z.int(),
});
export type Trend = z.infer<typeof Trend>;

export const getTrendOp = operation({
  id: "maturity.getTrend",
  http: "GET /v1/maturity/trend",
  permission: "maturity:read",
  summary: "Read how the organisation's score and stages moved over 7, 30 or 90 days, with the reason of each move",
  input: z.strictObject({ days: TrendDays.default(30) }),
  output: Trend,
});
