import { query } from "@/lib/audit/query";
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { unitOf } from "@/lib/db/unit";
import { notFound } from "@/lib/shared/errors";
import type { Call } from "./contract";
import { getTraceOp, type TraceCall } from "./explorer-contract";
import { selectCalls } from "./rows";

/** More cannot be read as one drawing. */
const MOST_CALLS = 300;
const MOST_ARGUMENTS = 200;

export const getTrace = query(getTraceOp, async (ctx, { traceId }) => {
  const ofTrace = Prisma.sql`e."traceId" = ${traceId}`;
  const found = await selectCalls(ctx, {
    decided: ofTrace,
    // What telemetry says of a call that a point decided is the same call.
    telemetry: Prisma.sql`${ofTrace} AND e."mediation" <> 'decided'`,
    import: ofTrace,
    limit: MOST_CALLS + 1,
    mostArguments: MOST_ARGUMENTS,
  });
  if (found.length === 0) throw notFound("trace");
  const calls = await whole(ctx, found.slice(0, MOST_CALLS));
  return { traceId, calls, more: found.length > MOST_CALLS, agents: await namesOf(ctx, calls) };
});

/** With when each ended, whom it waited for, and its place among the spans; by the clocks of those who report. */
async function whole(ctx: Ctx, calls: readonly Call[]): Promise<TraceCall[]> {
  const decided = calls.filter(({ source }) => source === "point");
  const spanned = calls.filter(({ source }) => source === "telemetry");
  const [ends, spans, waits] = await Promise.all([
    ctx.db.activityOutcome.findMany({
      where: { orgId: ctx.orgId, callId: { in: decided.map(({ id }) => id) } },
      select: { callId: true, pepId: true, at: true },
    }),
    ctx.db.reportedCall.findMany({
      where: { orgId: ctx.orgId, id: { in: spanned.map(({ id }) => id) } },
      select: { id: true, spanId: true, parentSpanId: true },
    }),
    waitsOf(ctx, calls),
  ]);
  const endOf = new Map(ends.map((end) => [`${end.pepId} ${end.callId}`, end.at]));
  const spanOf = new Map(spans.map((span) => [span.id, span]));
  return calls
    .map((call) => ({
      ...call,
      endedAt: (endOf.get(`${call.pepId} ${call.id}`) ?? endOfSpan(call))?.toISOString() ?? null,
      wait: waits.get(call.checkpointId ?? "") ?? null,
      spanId: spanOf.get(call.id)?.spanId ?? null,
      parentSpanId: spanOf.get(call.id)?.parentSpanId ?? null,
    }))
    .sort((one, other) => one.at.localeCompare(other.at) || one.receivedAt.localeCompare(other.receivedAt));
}

const endOfSpan = ({ source, at, durationMs }: Call): Date | undefined =>
  source !== "point" && durationMs !== null ? new Date(Date.parse(at) + durationMs) : undefined;

async function waitsOf(ctx: Ctx, calls: readonly Call[]) {
  const found = await ctx.db.checkpoint.findMany({
    where: { orgId: ctx.orgId, id: { in: calls.flatMap(({ checkpointId }) => checkpointId ?? []) } },
    select: { id: true, status: true, createdAt: true, closedAt: true, decisions: { select: { at: true } } },
  });
  return new Map(
    found.map(({ id, status, createdAt, closedAt, decisions }) => {
      const last = decisions.map(({ at }) => at.getTime());
      const decided = last.length > 0 ? new Date(Math.max(...last)) : closedAt;
      const to = status === "pending" ? null : (decided?.toISOString() ?? null);
      return [id, { checkpointId: id, status, from: createdAt.toISOString(), to }];
    }),
  );
}

/** Names as they are now; an agent that is gone, or of another unit, keeps its id. */
async function namesOf(ctx: Ctx, calls: readonly Call[]): Promise<Record<string, string>> {
  const unit = unitOf(ctx);
  const ids = [...new Set(calls.flatMap(({ agentId, chain }) => [agentId, ...chain]))];
  const found = await ctx.db.agent.findMany({
    where: { orgId: ctx.orgId, id: { in: ids }, ...(unit ? { team: { in: [...unit] } } : {}) },
    select: { id: true, name: true },
  });
  return Object.fromEntries(found.map(({ id, name }) => [id, name]));
}
