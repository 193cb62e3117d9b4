/** Tool calls as enforcement points decided them, and what came of them. */
import { z } from "zod";
import { isStorable, notStorable, RangeInstant } from "@/lib/audit/contract";
import { Choices } from "@/lib/shared/choices";
import { operation, pageInput, pageOf } from "@/lib/shared/operation";
import { DecisionCode } from "@/sdk/wire/decision";
import { EventsInput, EventsOutput } from "@/sdk/wire/protocol";
import { Digest, Effect, Instant, OperationClass, Outcome } from "@/sdk/wire/words";
import { wordsIn } from "./search-words";

const Word = (max: number) => z.string().max(max).refine(isStorable, notStorable);

/** Who says that there was a call: the point that decided it, telemetry about it, or a file that somebody imported. */
export const CallSource = z.enum(["point", "telemetry", "import"]);
export type CallSource = z.infer<typeof CallSource>;
/**
 * What is known of the decision about a call that telemetry reported: it is still looked for, it was found, the call is a part of
 * another reported one, or none came: it passed no enforcement point.
 */
export const Mediation = z.enum(["waiting", "decided", "part", "unmediated"]);
export type Mediation = z.infer<typeof Mediation>;
/** A filter for what no point decided, beside the decisions. */
export const NO_DECISION = "none";
export const EffectFilter = z.enum([...Effect.options, NO_DECISION]);

/**
 * Whether the decision was carried out, only recorded (observe mode), telemetry tells of a call that nobody decided, or a file says so
 * and nothing here saw it.
 */
export const CarriedOut = z.enum(["enforced", "observed", "unmediated", "imported"]);
export type CarriedOut = z.infer<typeof CarriedOut>;

export const Call = z.object({
  id: z.string(),
  source: CallSource,
  /** Null for all but what telemetry reports. */
  mediation: Mediation.nullable(),
  /** The file that a call was read from, and when; null for all others. What such a call says of a decision is the file's word. */
  imported: z.object({ at: Instant, file: z.string() }).nullable(),
  /** The point's record of the same call, once it is found. */
  decisionId: z.string().nullable(),
  at: Instant,
  receivedAt: Instant,
  /** The point; for what telemetry reports, the API key or point that sent it; for what was imported, who did. */
  pepId: z.string(),
  pepName: z.string().nullable(),
  agentId: z.string(),
  agentName: z.string(),
  tool: z.string(),
  operationClass: OperationClass.nullable(),
  /** Null where no decision is known. */
  effect: Effect.nullable(),
  code: DecisionCode.nullable(),
  /** False when the point recorded the refusal and let the call run (observe mode). */
  enforced: z.boolean(),
  reason: z.string(),
  policies: z.array(z.string()),
  observed: z.array(z.string()),
  revision: z.int().nullable(),
  decisionNs: z.int().nullable(),
  /** Null where telemetry carried no arguments. */
  argumentsDigest: Digest.nullable(),
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
  /** These and those below `q` take several values, of which any may be met: `deny,hold`. A comma within a value has a backslash before it. */
  agentId: Choices(Word(100)).optional(),
  pepId: Choices(Word(100)).optional(),
  tool: Choices(Word(300)).optional(),
  effect: Choices(EffectFilter).optional(),
  code: Choices(DecisionCode).optional(),
  /** Unless it is asked for, what telemetry says about a call that a point decided is left out: it is the same call. */
  source: CallSource.optional(),
  /** Words that the agent's name, the tool and the reason hold between them; each matches as the beginning of a word too. */
  q: Word(200)
    .refine((text) => wordsIn(text).length > 0, "at least a letter or a digit to search for")
    .optional(),
  operationClass: Choices(OperationClass).optional(),
  /** Of the agents as they are now. */
  team: Choices(Word(100)).optional(),
  ownerId: Choices(Word(100)).optional(),
  carriedOut: Choices(CarriedOut).optional(),
  onBehalfOf: Choices(Word(300)).optional(),
  traceId: Word(200).optional(),
});
export type CallFilters = z.input<typeof CallFilters>;

export const CallPage = pageOf(Call).extend({
  /**
   * Set where a page ends before it is full: so far back was looked within the time that a page may take, and `nextCursor` looks
   * further. Null on pages that are full, and at the end.
   */
  searchedTo: Instant.nullable(),
});

export const listCallsOp = operation({
  id: "activity.listCalls",
  http: "GET /v1/activity",
  permission: "activity:read",
  units: "scoped",
  summary: "List tool calls, newest first",
  input: CallFilters,
  output: CallPage,
});

export const getCallOp = operation({
  id: "activity.getCall",
  http: "GET /v1/activity/{id}",
  permission: "activity:read",
  units: "scoped",
  summary: "Read one tool call",
  input: z.strictObject({ id: Word(200) }),
  output: Call,
});

export const DecisionBucket = z.object({ from: Instant, allow: z.int(), deny: z.int(), hold: z.int() });
export const summariseCallsOp = operation({
  id: "activity.summariseCalls",
  http: "GET /v1/activity/summary",
  permission: "activity:read",
  units: "scoped",
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
