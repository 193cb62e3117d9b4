/** Detections: what is watched for, how it decides, what it found; switched, tuned, suppressed and tried on history. */
import { z } from "zod";
import { guardedErrors, isStorable, notStorable } from "@/lib/audit/contract";
import { guarded } from "@/lib/changes/contract";
import { Finding, Severity } from "@/lib/findings/contract";
import { idOf } from "@/lib/shared/ids";
import { Nothing, operation } from "@/lib/shared/operation";
import { Instant } from "@/sdk/wire/words";

const Word = (max: number) => z.string().min(1).max(max).refine(isStorable, notStorable);
const DetectionId = Word(60);
const reason = z.string().trim().min(1, "say why").max(500).refine(isStorable, notStorable);

export const MOST_BACKTEST_DAYS = 60;
export const LONGEST_SUPPRESSION_DAYS = 180;

export const Parameter = z.object({
  key: z.string(),
  label: z.string(),
  unit: z.string(),
  value: z.number(),
  default: z.number(),
  min: z.number(),
  max: z.number(),
});
export type Parameter = z.infer<typeof Parameter>;

export const Detection = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  severity: Severity,
  /** Ids of the OWASP Top 10 for agentic applications, and of MITRE ATLAS. */
  asi: z.array(z.string()),
  atlas: z.array(z.string()),
  /** `elsewhere`: found where it happens, always on, and tuned there. */
  looks: z.enum(["hour", "range", "state", "elsewhere"]),
  enabled: z.boolean(),
  /** Kinds of the findings that it opens. */
  kinds: z.array(z.string()),
  /** When it last raised a finding; null when it never did. */
  lastRaisedAt: Instant.nullable(),
  /** What it raised in the last 30 days, and how many of its findings are open. */
  raised: z.int(),
  open: z.int(),
  suppressions: z.int(),
});
export type Detection = z.infer<typeof Detection>;

export const Suppression = z.object({
  id: z.string(),
  detection: z.string(),
  subject: z.object({ kind: z.enum(["agent", "tool", "point"]), id: z.string(), name: z.string() }),
  reason: z.string(),
  createdByName: z.string(),
  createdAt: Instant,
  until: Instant,
  ended: z.object({ at: Instant, byName: z.string() }).nullable(),
  /** Whether it holds now. */
  stands: z.boolean(),
  /** What it kept from being raised. */
  kept: z.int(),
});
export type Suppression = z.infer<typeof Suppression>;

export const BacktestResult = z.object({
  agents: z.int(),
  /** More agents than are looked at: only those with the first ids were. */
  cut: z.boolean(),
  hits: z.int(),
  /** Findings a day, by day of the range, UTC. */
  byDay: z.array(z.object({ day: z.string(), hits: z.int() })),
  samples: z.array(z.object({ at: Instant, subjectName: z.string(), title: z.string(), severity: Severity })),
});
export type BacktestResult = z.infer<typeof BacktestResult>;

export const Backtest = z.object({
  id: z.string(),
  detection: z.string(),
  parameters: z.record(z.string(), z.number()),
  days: z.int(),
  status: z.enum(["waiting", "running", "done", "failed"]),
  askedBy: z.string(),
  askedAt: Instant,
  finishedAt: Instant.nullable(),
  result: BacktestResult.nullable(),
  fault: z.string().nullable(),
});
export type Backtest = z.infer<typeof Backtest>;

export const WholeDetection = Detection.extend({
  /** How it decides, with the parameters in force, in words. */
  how: z.string(),
  reads: z.string(),
  falseAlarms: z.string(),
  parameters: z.array(Parameter),
  /** Where its limits are set, when that is not here. */
  settings: z.string().nullable(),
  mayBacktest: z.boolean(),
  version: z.int(),
  changed: z.object({ at: Instant, byName: z.string() }).nullable(),
  allSuppressions: z.array(Suppression),
  findings: z.array(Finding),
  backtests: z.array(Backtest),
});
export type WholeDetection = z.infer<typeof WholeDetection>;

export const listDetectionsOp = operation({
  id: "detections.listDetections",
  http: "GET /v1/detections",
  permission: "detection:read",
  summary: "List what is watched for, with its state and what it raised",
  input: Nothing,
  output: z.object({ items: z.array(Detection), asOf: Instant }),
});
export const getDetectionOp = operation({
  id: "detections.getDetection",
  http: "GET /v1/detections/{detection}",
  permission: "detection:read",
  summary: "Read one detection: how it decides, its suppressions, back-tests and findings",
  input: z.strictObject({ detection: DetectionId }),
  output: WholeDetection,
});
export const setDetectionOp = operation({
  id: "detections.setDetection",
  http: "PUT /v1/detections/{detection}",
  permission: "detection:manage",
  summary: "Switch a detection on or off and set its parameters; switching off is proposed to a second person",
  input: z.strictObject({
    detection: DetectionId,
    /** As it was read: 0 before the first change. */
    version: z.int().min(0),
    enabled: z.boolean(),
    parameters: z.record(z.string().max(40), z.number()).default({}),
    reason,
  }),
  output: guarded(WholeDetection),
  errors: ["conflict"],
});
export const suppressDetectionOp = operation({
  id: "detections.suppressDetection",
  http: "POST /v1/detections/{detection}/suppressions",
  permission: "detection:manage",
  summary: "Have a detection raise nothing about one agent, tool or point for some time",
  creates: true,
  input: z.strictObject({
    detection: DetectionId,
    /** An agent or point by its id, a tool by `server/name`. */
    subject: z.strictObject({ kind: z.enum(["agent", "tool", "point"]), id: Word(300) }),
    until: Instant,
    reason,
  }),
  output: Suppression,
  errors: ["conflict", ...guardedErrors],
});
export const endSuppressionOp = operation({
  id: "detections.endSuppression",
  http: "POST /v1/suppressions/{id}/end",
  permission: "detection:manage",
  summary: "End a suppression before its time",
  input: z.strictObject({ id: idOf("suppression") }),
  output: Suppression,
});
export const startBacktestOp = operation({
  id: "detections.startBacktest",
  http: "POST /v1/detections/{detection}/backtests",
  permission: "detection:manage",
  summary: "Have the worker say what a detection would have raised in the last days",
  creates: true,
  input: z.strictObject({
    detection: DetectionId,
    days: z.int().min(1).max(MOST_BACKTEST_DAYS),
    parameters: z.record(z.string().max(40), z.number()).default({}),
  }),
  output: Backtest,
  errors: ["conflict"],
});
