/** Tool calls counted over a time, and the calls of one trace. */
import { z } from "zod";
import { isStorable, notStorable } from "@/lib/audit/contract";
import { operation } from "@/lib/shared/operation";
import { Instant } from "@/sdk/wire/words";
import { Call, CallFilters } from "./contract";

/**
 * What a count rests on. `exact`: every call of the time. `wholeHours`: every call of the hours that hold the time, because its first or
 * last hour has more calls than are counted one by one. `newest`: only the newest calls of the time, so many of them, back to `since`.
 */
export const Basis = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("exact") }),
  z.object({ kind: z.literal("wholeHours") }),
  z.object({ kind: z.literal("newest"), calls: z.int(), since: Instant }),
]);
export type Basis = z.infer<typeof Basis>;

export const FacetName = z.enum([
  "effect",
  "agentId",
  "tool",
  "operationClass",
  "team",
  "ownerId",
  "pepId",
  "code",
  "carriedOut",
  "onBehalfOf",
]);
export type FacetName = z.infer<typeof FacetName>;

/** Values of one filter, most calls first, under all other filters: what choosing the value would show. */
export const CallFacet = z.object({
  name: FacetName,
  basis: Basis,
  values: z.array(
    z.object({
      value: z.string(),
      /** The name of an agent, owner or point. */
      label: z.string().nullable(),
      calls: z.int(),
    }),
  ),
  /** There are more values than these. */
  more: z.boolean(),
});
export type CallFacet = z.infer<typeof CallFacet>;

export const CountFilters = CallFilters.omit({ cursor: true, limit: true });
export type CountFilters = z.output<typeof CountFilters>;

export const countCallsOp = operation({
  id: "activity.countCalls",
  http: "GET /v1/activity/counts",
  permission: "activity:read",
  units: "scoped",
  summary: "Count tool calls by each filter, and over time",
  input: CountFilters,
  output: z.object({
    asOf: Instant,
    total: z.object({ calls: z.int(), basis: Basis }),
    facets: z.array(CallFacet),
    histogram: z.object({
      basis: Basis,
      from: Instant,
      to: Instant,
      bucketSeconds: z.int(),
      /** Steps without a call are left out. */
      buckets: z.array(z.object({ from: Instant, allow: z.int(), deny: z.int(), hold: z.int(), none: z.int() })),
    }),
  }),
});
export type CallCounts = z.output<typeof countCallsOp.output>;

const TraceId = z.string().min(1).max(200).refine(isStorable, notStorable);

/** When people were asked and when they had decided. */
export const TraceWait = z.object({
  checkpointId: z.string(),
  status: z.string(),
  from: Instant,
  /** Null while it is open. */
  to: Instant.nullable(),
});

export const TraceCall = Call.extend({
  /** When what came of it was reported to have come, by the point's clock. */
  endedAt: Instant.nullable(),
  wait: TraceWait.nullable(),
  spanId: z.string().nullable(),
  parentSpanId: z.string().nullable(),
});
export type TraceCall = z.infer<typeof TraceCall>;

export const getTraceOp = operation({
  id: "activity.getTrace",
  http: "GET /v1/activity/traces/{traceId}",
  permission: "activity:read",
  units: "scoped",
  summary: "Read the tool calls of one trace, first one first, with the time that people took",
  input: z.strictObject({ traceId: TraceId }),
  output: z.object({
    traceId: z.string(),
    calls: z.array(TraceCall),
    /** The trace has more calls than these first ones. */
    more: z.boolean(),
    /** Names of the agents that calls came through, by their id. */
    agents: z.record(z.string(), z.string()),
  }),
});
export type CallTrace = z.output<typeof getTraceOp.output>;
