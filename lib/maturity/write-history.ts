/** Private to this folder: what a look found, written in statements that do not grow in number with the agents. */
import type { TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import type { Movement } from "./causes";
import type { Change, Seen } from "./diff";
import type { Standing } from "./history-contract";

/** So many rows go in one statement: its parameter stays a few megabytes. */
const BATCH = 2_000;
/** Looks that are further apart leave a gap: what was between them, nobody saw. */
const UNBROKEN_MS = 5 * 60_000;

/** False when another look, begun later, has written already. Whoever comes second waits here for the first to commit. */
export async function claimRun(tx: TxCtx, at: Date): Promise<boolean> {
  const rows = await tx.db.$queryRaw<unknown[]>(Prisma.sql`
    INSERT INTO "MaturityRun" AS r ("orgId", "at", "tookMs") VALUES (${tx.orgId}, ${at}, 0)
    ON CONFLICT ("orgId") DO UPDATE SET "at" = excluded."at" WHERE r."at" < excluded."at" RETURNING 1`);
  return rows.length > 0;
}

export const readSeen = (tx: TxCtx): Promise<Seen[]> =>
  tx.db.$queryRaw<Seen[]>(Prisma.sql`
    SELECT "agentId", "agentName", "status", "stage", "score", "met", "unmet", "unmeasured"
    FROM "AgentMaturity" WHERE "orgId" = ${tx.orgId}`);

/** `since` moves on only for agents that changed; the others were written because something else of them is kept anew. */
export async function keepSeen(tx: TxCtx, at: Date, rows: readonly (Seen & { changed: boolean })[]): Promise<void> {
  for (const batch of batches(rows)) {
    await tx.db.$executeRaw(Prisma.sql`
      INSERT INTO "AgentMaturity" AS kept ("orgId", "agentId", "agentName", "status", "stage", "score", "met", "unmet",
        "unmeasured", "since")
      SELECT ${tx.orgId}, "agentId", "agentName", "status", "stage", "score", "met", "unmet", "unmeasured", ${at}
      FROM jsonb_to_recordset(${JSON.stringify(batch)}::jsonb) AS row ("agentId" text, "agentName" text, "status" text,
        "stage" text, "score" float8, "met" text[], "unmet" text[], "unmeasured" text[])
      ON CONFLICT ("orgId", "agentId") DO UPDATE SET "agentName" = excluded."agentName", "status" = excluded."status",
        "score" = excluded."score", "stage" = excluded."stage", "met" = excluded."met", "unmet" = excluded."unmet",
        "unmeasured" = excluded."unmeasured",
        "since" = CASE WHEN kept."agentId" = ANY(${batch.flatMap(({ agentId, changed }) => (changed ? [agentId] : []))})
          THEN excluded."since" ELSE kept."since" END`);
  }
}

export async function writeChanges(tx: TxCtx, at: Date, changes: readonly Change[]): Promise<void> {
  for (const batch of batches(changes)) {
    await tx.db.$executeRaw(Prisma.sql`
      INSERT INTO "MaturityChange" ("orgId", "at", "agentId", "agentName", "kind", "fromStage", "toStage", "fromScore",
        "toScore", "fell", "met")
      SELECT ${tx.orgId}, ${at}, row.*
      FROM jsonb_to_recordset(${JSON.stringify(batch)}::jsonb) AS row ("agentId" text, "agentName" text, "kind" text,
        "fromStage" text, "toStage" text, "fromScore" float8, "toScore" float8, "fell" jsonb, "met" jsonb)`);
  }
  const removed = changes.flatMap(({ kind, agentId }) => (kind === "removed" ? [agentId] : []));
  if (removed.length > 0)
    await tx.db.agentMaturity.deleteMany({ where: { orgId: tx.orgId, agentId: { in: removed } } });
}

function batches<Row>(rows: readonly Row[]): Row[][] {
  return Array.from({ length: Math.ceil(rows.length / BATCH) }, (_, n) => rows.slice(n * BATCH, (n + 1) * BATCH));
}

/** Carries the last row on as long as it stays true; begins another for a change, for a new day, and after a gap. */
export async function keepStanding(tx: TxCtx, at: Date, now: Standing, movement: Movement): Promise<void> {
  const last = await tx.db.maturityPoint.findFirst({ where: { orgId: tx.orgId }, orderBy: { at: "desc" } });
  if (last && goesOn(last, at, now, movement)) {
    await tx.db.maturityPoint.update({
      where: { orgId_at: { orgId: tx.orgId, at: last.at } },
      data: { until: at },
      select: { at: true },
    });
    return;
  }
  const row = { orgId: tx.orgId, at, until: at, scoreBefore: last?.score ?? null };
  await tx.db.maturityPoint.create({ data: { ...row, ...now, ...movement }, select: { at: true } });
}

type Last = Standing & { at: Date; until: Date };

function goesOn(last: Omit<Last, "stage"> & { stage: string }, at: Date, now: Standing, { causes }: Movement): boolean {
  const sameDay = last.at.toISOString().slice(0, 10) === at.toISOString().slice(0, 10);
  const unbroken = at.getTime() - last.until.getTime() <= UNBROKEN_MS;
  const fields = ["stage", "score", "none", "observe", "enforce", "isolate", "stopped"] as const;
  return sameDay && unbroken && causes.length === 0 && fields.every((field) => last[field] === now[field]);
}
