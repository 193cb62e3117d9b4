import type { z } from "zod";
import { query } from "@/lib/audit/query";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { type Checkpoint as CheckpointRow, Prisma } from "@/lib/db/generated/client";
import { notFound } from "@/lib/shared/errors";
import { toolParts } from "@/sdk/tool-name";
import { type CheckpointContext, getCheckpointContextOp } from "./context-contract";

const DAYS = 30;
type Context = z.input<typeof CheckpointContext>;
type About = Pick<CheckpointRow, "id" | "agentId" | "tool" | "createdAt">;

export const getCheckpointContext = query(getCheckpointContextOp, async (ctx, { id }) => {
  const row = await ctx.db.checkpoint.findUnique({
    where: { id_orgId: { id, orgId: ctx.orgId } },
    select: { id: true, agentId: true, tool: true, createdAt: true },
  });
  if (!row) throw notFound("checkpoint request");
  const now = await databaseNow(ctx.db);
  const [agent, tool, calls, precedent] = await Promise.all([
    agentOf(ctx, row),
    toolOf(ctx, row),
    callsOf(ctx, row, now),
    precedentOf(ctx, row),
  ]);
  return { agent, tool, calls, precedent };
});

async function agentOf(ctx: Ctx, { agentId }: About): Promise<Context["agent"]> {
  const row = await ctx.db.agent.findUnique({
    where: { id_orgId: { id: agentId, orgId: ctx.orgId } },
    include: { owner: { select: { name: true } }, backupOwner: { select: { name: true } } },
  });
  if (!row) return null;
  const { owner, backupOwner, ...agent } = row;
  return {
    ...agent,
    ownerName: owner?.name ?? null,
    backupOwnerName: backupOwner?.name ?? null,
  } as Context["agent"];
}

async function toolOf(ctx: Ctx, { tool }: About): Promise<Context["tool"]> {
  return ctx.db.tool.findFirst({
    where: { orgId: ctx.orgId, ...toolParts(tool) },
    select: { id: true, server: true, signSeverity: true },
  });
}

async function callsOf(ctx: Ctx, { agentId, tool }: About, now: Date): Promise<Context["calls"]> {
  const [counted] = await ctx.db.$queryRaw<{ allowed: number; denied: number; held: number }[]>(Prisma.sql`
    SELECT coalesce(sum("calls") FILTER (WHERE "effect" = 'allow'), 0)::int AS "allowed",
      coalesce(sum("calls") FILTER (WHERE "effect" = 'deny'), 0)::int AS "denied",
      coalesce(sum("calls") FILTER (WHERE "effect" = 'hold'), 0)::int AS "held"
    FROM "ActivityDay"
    WHERE "orgId" = ${ctx.orgId} AND "agentId" = ${agentId} AND "from" >= ${new Date(now.getTime() - DAYS * 86_400_000)} AND "tool" = ${tool}`);
  return { days: DAYS, asOf: now.toISOString(), ...(counted ?? { allowed: 0, denied: 0, held: 0 }) };
}

async function precedentOf(ctx: Ctx, { id, agentId, tool, createdAt }: About): Promise<Context["precedent"]> {
  const row = await ctx.db.checkpoint.findFirst({
    where: {
      orgId: ctx.orgId,
      agentId,
      tool,
      status: { in: ["approved", "redeemed", "lapsed"] },
      createdAt: { lte: createdAt },
      id: { not: id },
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: {
      id: true,
      digest: true,
      action: true,
      decisions: { where: { verdict: "approve" }, orderBy: { at: "asc" }, select: { userName: true, at: true } },
    },
  });
  const last = row?.decisions.at(-1);
  if (!row || !last) return null;
  return {
    id: row.id,
    digest: row.digest,
    action: row.action,
    approvedAt: last.at.toISOString(),
    approvedBy: row.decisions.map(({ userName }) => userName),
  };
}
