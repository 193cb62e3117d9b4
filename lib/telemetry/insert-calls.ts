/** Private to this folder: the statements that store a report. */
import type { TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import type { FoundAgent, MappedCall } from "./call";
import type { FoundTool } from "./find-tools";

export type Attributed = { call: MappedCall; agent: FoundAgent; tool: FoundTool };

/** The ids that are new. In the order of their ids, so that two reports of the same calls wait for each other. */
export async function insertCalls(tx: TxCtx, calls: readonly Attributed[]): Promise<Set<string>> {
  if (calls.length === 0) return new Set();
  const rows = calls.map(({ call, agent, tool }) => ({
    ...call,
    agentId: agent.id,
    agentName: agent.name,
    tool: tool.tool,
    toolKnown: tool.known,
  }));
  const stored = await tx.db.$queryRaw<{ id: string }[]>(Prisma.sql`
    INSERT INTO "ReportedCall" ("orgId", "id", "at", "reporterId", "reporterName", "agentId", "agentName", "tool", "toolKnown",
      "callId", "traceId", "spanId", "parentSpanId", "convention", "argumentsDigest", "argumentsText", "resultDigest",
      "onBehalfOf", "outcome", "durationMs", "error", "bodyDigest")
    SELECT ${tx.orgId}, e."id", coalesce(e."at", ${tx.now}::timestamptz), ${tx.actor.id}, ${tx.actor.name}, e."agentId",
      e."agentName", e."tool", e."toolKnown", e."callId", e."traceId", e."spanId", e."parentSpanId", e."convention",
      e."argumentsDigest", e."argumentsText", e."resultDigest", e."onBehalfOf", e."outcome", e."durationMs", e."error",
      e."bodyDigest"
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS e("id" text, "at" timestamptz, "agentId" text, "agentName" text,
      "tool" text, "toolKnown" boolean, "callId" text, "traceId" text, "spanId" text, "parentSpanId" text, "convention" text,
      "argumentsDigest" text, "argumentsText" text, "resultDigest" text, "onBehalfOf" text, "outcome" text,
      "durationMs" float8, "error" text, "bodyDigest" text)
    ORDER BY e."id"
    ON CONFLICT DO NOTHING RETURNING "id"`);
  return new Set(stored.map(({ id }) => id));
}

/** Digests of those that are there already. */
export async function storedDigests(tx: TxCtx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.db.reportedCall.findMany({
    where: { orgId: tx.orgId, id: { in: [...ids] } },
    select: { id: true, bodyDigest: true },
  });
  return new Map(rows.map(({ id, bodyDigest }) => [id, bodyDigest]));
}

export type Counts = { received: number; calls: number; duplicates: number; rejected: number };

export async function countDay(tx: TxCtx, { received, calls, duplicates, rejected }: Counts): Promise<void> {
  await tx.db.$executeRaw(Prisma.sql`
    INSERT INTO "TelemetryDay" AS d ("orgId", "reporterId", "reporterName", "from", "lastAt", "received", "calls", "duplicates",
      "rejected")
    VALUES (${tx.orgId}, ${tx.actor.id}, ${tx.actor.name}, date_trunc('day', ${tx.now}::timestamptz, 'UTC'), ${tx.now}::timestamptz,
      ${received}::int, ${calls}::int, ${duplicates}::int, ${rejected}::int)
    ON CONFLICT ("orgId", "from", "reporterId") DO UPDATE SET "reporterName" = excluded."reporterName",
      "lastAt" = greatest(d."lastAt", excluded."lastAt"), "received" = d."received" + excluded."received",
      "calls" = d."calls" + excluded."calls", "duplicates" = d."duplicates" + excluded."duplicates",
      "rejected" = d."rejected" + excluded."rejected"`);
}
