/**
 * Private to this folder: released calls that cannot be undone and of which nobody knows whether they took effect. Read from
 * what points reported, at the moment in question; the sweep only marks those whose end is known, so that few are looked at.
 */
import type { Ctx } from "@/lib/db/ctx";
import { type CheckpointReconciliation, Prisma } from "@/lib/db/generated/client";
import { env } from "@/lib/env";

/** A point that has not said for so long how a released call ended may never say it. */
export const SILENT_MINUTES = 10;

export type UnsettledRow = {
  id: string;
  agentId: string;
  agentName: string;
  tool: string;
  pepName: string | null;
  callId: string | null;
  releasedAt: Date;
  outcome: "unknown" | null;
  error: string | null;
};

export type ReleasedRow = Omit<UnsettledRow, "outcome"> & { outcome: "succeeded" | "failed" | "unknown" | null };

const source = (ctx: Ctx): Prisma.Sql => Prisma.sql`
  FROM "Checkpoint" c JOIN "Grant" g ON g."checkpointId" = c."id"
  LEFT JOIN "CheckpointReconciliation" r ON r."checkpointId" = c."id"
  LEFT JOIN "Pep" p ON p."id" = c."pepId" AND p."orgId" = c."orgId"
  LEFT JOIN LATERAL (
    SELECT a."id", o."outcome", o."error" FROM "ActivityEvent" a
    LEFT JOIN "ActivityOutcome" o ON o."orgId" = a."orgId" AND o."callId" = a."id" AND o."pepId" = a."pepId"
    WHERE a."orgId" = c."orgId" AND a."checkpointId" = c."id" AND a."effect" = 'allow' AND a."pepId" = c."pepId"
      AND a."receivedAt" >= c."createdAt"
    ORDER BY o."outcome" IS NULL, a."receivedAt" LIMIT 1
  ) e ON true
  WHERE c."orgId" = ${ctx.orgId} AND c."status" = 'redeemed' AND c."reversibility" = 'irreversible' AND c."outcome" IS NULL`;

const unsettled = Prisma.sql`(e."outcome" = 'unknown'
  OR (e."outcome" IS NULL AND g."redeemedAt" < clock_timestamp() - make_interval(mins => ${SILENT_MINUTES}::int)))`;

const columns = Prisma.sql`c."id", c."agentId", c."agentName", c."tool", p."name" AS "pepName", e."id" AS "callId",
  g."redeemedAt" AS "releasedAt", e."outcome", e."error"`;

/** Newest first; `settled` are those that a person has found out about. */
export const unsettledCalls = (ctx: Ctx, settled: boolean, most: number): Promise<UnsettledRow[]> =>
  ctx.db.$queryRaw<UnsettledRow[]>(Prisma.sql`
    SELECT ${columns} ${source(ctx)} AND ${unsettled} AND (r."checkpointId" IS NOT NULL) = ${settled}
    ORDER BY g."redeemedAt" DESC LIMIT ${most}`);

/** How a released call ended, as far as its point has said; null when it is none that is waited for. */
export async function releasedCall(ctx: Ctx, id: string): Promise<ReleasedRow | null> {
  const rows = await ctx.db.$queryRaw<ReleasedRow[]>(Prisma.sql`SELECT ${columns} ${source(ctx)} AND c."id" = ${id}`);
  return rows[0] ?? null;
}

export async function unsettledCall(ctx: Ctx, id: string): Promise<UnsettledRow | null> {
  const rows = await ctx.db.$queryRaw<UnsettledRow[]>(Prisma.sql`
    SELECT ${columns} ${source(ctx)} AND ${unsettled} AND c."id" = ${id}`);
  return rows[0] ?? null;
}

type Asked = { agentId: string; tool: string; digests: readonly string[]; except?: string };
export type Blocking = UnsettledRow & { why: string };

/** The earlier call that stands in the way of the same call; null when there is none. */
export async function blockingCall(ctx: Ctx, { agentId, tool, digests, except = "" }: Asked): Promise<Blocking | null> {
  const rows = await ctx.db.$queryRaw<UnsettledRow[]>(Prisma.sql`
    SELECT ${columns} ${source(ctx)} AND ${unsettled} AND c."agentId" = ${agentId} AND c."tool" = ${tool}
      AND (c."argumentsDigest" = ANY(${digests}) OR c."ranDigest" = ANY(${digests}))
      AND c."id" <> ${except} AND r."mayRepeat" IS NOT TRUE
    ORDER BY g."redeemedAt" DESC LIMIT 1`);
  const [found] = rows;
  if (!found) return null;
  const said = await ctx.db.checkpointReconciliation.findUnique({
    where: { checkpointId_orgId: { checkpointId: found.id, orgId: ctx.orgId } },
  });
  return { ...found, why: whyNotAgain(found, said) };
}

const answers: Record<string, string> = {
  ran: "it ran",
  notRun: "it did not run",
  unknowable: "it cannot be known whether it ran",
};

/** Names nobody: the agent hears it. */
export function whyNotAgain(
  { id, releasedAt, outcome }: Pick<UnsettledRow, "id" | "releasedAt" | "outcome">,
  said: Pick<CheckpointReconciliation, "answer" | "at"> | null,
): string {
  const page = `${env.appUrl}/checkpoints/${id}`;
  const before = `The same call was released at ${releasedAt.toISOString()}, and it cannot be undone`;
  if (said)
    return `${before}. A person found out at ${said.at.toISOString()} that ${answers[said.answer] ?? said.answer}, and that it is not to be made again: ${page}`;
  return `${before}. ${outcome === "unknown" ? "Nobody knows whether it took effect" : "Its enforcement point has not said how it ended"}, so it is not made again before a person has found out: ${page}`;
}

/** Marks released calls whose end is known, so that they are not looked at again. */
export async function markEnded(ctx: Ctx): Promise<void> {
  await ctx.db.$executeRaw(Prisma.sql`
    UPDATE "Checkpoint" c SET "outcome" = o."outcome"
    FROM "ActivityEvent" a JOIN "ActivityOutcome" o ON o."orgId" = a."orgId" AND o."callId" = a."id" AND o."pepId" = a."pepId"
    WHERE c."orgId" = ${ctx.orgId} AND c."status" = 'redeemed' AND c."reversibility" = 'irreversible' AND c."outcome" IS NULL
      AND a."orgId" = c."orgId" AND a."checkpointId" = c."id" AND a."effect" = 'allow' AND a."pepId" = c."pepId"
      AND a."receivedAt" >= c."createdAt" AND o."outcome" IN ('succeeded', 'failed')`);
}
