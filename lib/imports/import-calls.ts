import { command } from "@/lib/audit/command";
import type { TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { notify } from "@/lib/db/notify";
import { Refusal } from "@/lib/shared/errors";
import type { FoundAgent } from "@/lib/telemetry/call";
import { findAgents } from "@/lib/telemetry/find-agents";
import { findTools } from "@/lib/telemetry/find-tools";
import { importCallsOp } from "./contract";
import { countsOf, type Planned } from "./plan-calls";
import { readBatch } from "./read-batch";
import type { ToldCall } from "./read-cells";

const MOST_NAMED = 20;

/** All rows of the batch or none, in one transaction; one batch of an organisation at a time, so that none passes another unseen. */
export const importCalls = command(importCallsOp, async (ctx, { file, leaveOutErrors, ...batch }) => {
  await ctx.db.$queryRaw(Prisma.sql`
    SELECT pg_advisory_xact_lock(hashtextextended(${`import calls ${ctx.orgId}`}, 0))::text`);
  const { planned } = await readBatch(ctx, batch);
  const counts = countsOf(planned);
  if (counts.error > 0 && !leaveOutErrors) throw refusal(planned, counts.error);
  const calls = planned.flatMap(({ call }) => call ?? []);
  const { agents, discovered } = await agentsOf(ctx, calls);
  await store(ctx, file, calls, agents);
  const result = { stored: calls.length, same: counts.same, leftOut: counts.error, discovered };
  if (calls.length === 0) return { result, event: "repetition" };
  await notify(ctx.db, { orgId: ctx.orgId, topic: "activity", ref: "call" });
  return {
    result,
    event: {
      action: "activity.imported",
      target: { kind: "organisation", id: ctx.orgId, name: "tool calls" },
      detail: { file, ...result, firstLine: planned[0]?.shown.line ?? null, from: first(calls), to: last(calls) },
    },
  };
});

const times = (calls: readonly ToldCall[]) => calls.map(({ at }) => at).sort();
const first = (calls: readonly ToldCall[]) => times(calls)[0] ?? null;
const last = (calls: readonly ToldCall[]) => times(calls).at(-1) ?? null;

function refusal(planned: readonly Planned[], errors: number): Refusal {
  const named = planned
    .flatMap(({ shown }) =>
      shown.problems.map(({ field, message }) => ({ path: `line ${shown.line}${field ? `, ${field}` : ""}`, message })),
    )
    .slice(0, MOST_NAMED);
  const message = `${errors} of the rows cannot be taken, so none was written. Correct them, or say that they are to be left out.`;
  return new Refusal("conflict", message, { invalidParams: named });
}

/** Whose calls these are, in their order; agents that nobody registered are discovered ones afterwards. */
async function agentsOf(ctx: TxCtx, calls: readonly ToldCall[]): Promise<{ agents: FoundAgent[]; discovered: number }> {
  const ids = [...new Set(calls.flatMap(({ agentId }) => agentId ?? []))];
  const known = await ctx.db.agent.findMany({ where: { orgId: ctx.orgId, id: { in: ids } }, select: { id: true } });
  const ours = new Set(known.map(({ id }) => id));
  const before = await ctx.db.agent.count({ where: { orgId: ctx.orgId } });
  // An id of another house is no claim to be one of ours: there the name counts.
  const claims = calls.map(({ agentId, agentName }) => ({
    id: agentId !== null && ours.has(agentId) ? agentId : null,
    names: agentName === null ? [] : [agentName],
  }));
  const agents = (await findAgents(ctx, claims, "import")).map((found) => {
    if ("agent" in found) return found.agent;
    throw new Refusal("conflict", "An agent of this file has just been removed. Preview the file again.");
  });
  return { agents, discovered: (await ctx.db.agent.count({ where: { orgId: ctx.orgId } })) - before };
}

async function store(
  ctx: TxCtx,
  file: string,
  calls: readonly ToldCall[],
  agents: readonly FoundAgent[],
): Promise<void> {
  if (calls.length === 0) return;
  const toolOf = await findTools(
    ctx,
    calls.map(({ tool }) => tool),
  );
  const rows = calls.map((call, place) => ({
    ...call,
    agentId: agents[place]?.id,
    agentName: agents[place]?.name,
    tool: toolOf(call.tool).tool,
  }));
  const stored = await ctx.db.$executeRaw(Prisma.sql`
    INSERT INTO "ImportedCall" ("orgId", "id", "at", "importedAt", "importedById", "importedByName", "file", "agentId", "agentName",
      "tool", "operationClass", "effect", "code", "reason", "policies", "onBehalfOf", "chain", "traceId", "outcome", "durationMs",
      "error", "argumentsDigest", "argumentsText", "bodyDigest")
    SELECT ${ctx.orgId}, r."id", r."at", ${ctx.now}::timestamptz, ${ctx.actor.id}, ${ctx.actor.name}, ${file}, r."agentId",
      r."agentName", r."tool", r."operationClass", r."effect", r."code", r."reason", r."policies", r."onBehalfOf", r."chain",
      r."traceId", r."outcome", r."durationMs", r."error", r."argumentsDigest", r."argumentsText", r."bodyDigest"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r("id" text, "at" timestamptz, "agentId" text, "agentName" text,
      "tool" text, "operationClass" text, "effect" text, "code" text, "reason" text, "policies" text[], "onBehalfOf" text,
      "chain" text[], "traceId" text, "outcome" text, "durationMs" float8, "error" text, "argumentsDigest" text,
      "argumentsText" text, "bodyDigest" text)
    ORDER BY r."id"`);
  if (stored !== calls.length) throw new Error("a batch of imported calls was not stored whole");
}
