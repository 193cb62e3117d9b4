/** Tool calls as enforcement points decided them, and what came of them. */
import { z } from "zod";
import { isStorable, notStorable, RangeInstant } from "@/lib/audit/contract";
import { operation, pageInput, pageOf } from "@/lib/shared/operation";
import { DecisionCode } from "@/sdk/wire/decision";
import { EventsInput, EventsOutput } from "@/sdk/wire/protocol";
import { Digest, Effect, Instant, OperationClass, Outcome } from "@/sdk/wire/words";

const Word = (max: number) => z.string().max(max).refine(isStorable, notStorable);

export const Call = z.object({
  id: z.string(),
  at: Instant,
  receivedAt: Instant,
  pepId: z.string(),
  pepName: z.string().nullable(),
  agentId: z.string(),
  agentName: z.string(),
  tool: z.string(),
  operationClass: OperationClass.nullable(),
  effect: Effect,
  code: DecisionCode,
  /** False when the point recorded the refusal and let the call run (observe mode). */
  enforced: z.boolean(),
  reason: z.string(),
  policies: z.array(z.string()),
  observed: z.array(z.string()),
  revision: z.int(),
  decisionNs: z.int().nullable(),
  argumentsDigest: Digest,
  /** What the agent sent, redacted: untrusted text. */
  argumentsText: z.string(),
  /** Lists show the beginning of long arguments: read the call by itself for all of them. */
  argumentsCut: z.boolean(),
  onBehalfOf: z.string().nullable(),
  chain: z.array(z.string()),
  checkpointId: z.string().nullable(),
  checkpointStatus: z.string().nullable(),
  traceId: z.string().nullable(),
  outcome: Outcome.nullable(),
  durationMs: z.number().nullable(),
  error: z.string().nullable(),
});
export type Call = z.infer<typeof Call>;

export const CallFilters = z.strictObject({
  ...pageInput,
  from: RangeInstant.optional(),
  to: RangeInstant.optional(),
  agentId: Word(100).optional(),
  pepId: Word(100).optional(),
  tool: Word(300).optional(),
  effect: Effect.optional(),
  code: DecisionCode.optional(),
});
export type CallFilters = z.input<typeof CallFilters>;

export const listCallsOp = operation({
  id: "activity.listCalls",
  http: "GET /v1/activity",
  permission: "activity:read",
  summary: "List tool calls, newest first",
  input: CallFilters,
  output: pageOf(Call),
});

export const getCallOp = operation({
  id: "activity.getCall",
  http: "GET /v1/activity/{id}",
  permission: "activity:read",
  summary: "Read one tool call",
  input: z.strictObject({ id: Word(200) }),
  output: Call,
});

export const DecisionBucket = z.object({ from: Instant, allow: z.int(), deny: z.int(), hold: z.int() });
export const summariseCallsOp = operation({
  id: "activity.summariseCalls",
  http: "GET /v1/activity/summary",
  permission: "activity:read",
  summary: "Count decisions over time in equal buckets",
  input: z.strictObject({
    hours: z.coerce
      .number()
      .int()
      .min(1)
      .max(24 * 31)
      .default(24),
    agentId: Word(100).optional(),
  }),
  output: z.object({
    asOf: Instant,
    bucketSeconds: z.int(),
    buckets: z.array(DecisionBucket),
    /** Events that points say they lost in the time shown. */
    gaps: z.int(),
  }),
});

export const reportEventsOp = operation({
  id: "activity.reportEvents",
  http: "POST /v1/pep/events",
  serve: "gateway",
  permission: "point:report",
  summary: "Report tool calls and outcomes; answered only after they are committed, item by item",
  input: EventsInput,
  verbatim: ["events"],
  output: EventsOutput,
  maxBody: 8 * 1024 * 1024,
  lines: "events",
});
