/** Private to this folder: stored findings as the contract shows them. */
import type { Ctx, TxCtx } from "@/lib/db/ctx";
import { type Finding as FindingRow, Prisma } from "@/lib/db/generated/client";
import { notFound } from "@/lib/shared/errors";
import { Finding } from "./contract";

export const findingOf = (row: FindingRow): Finding =>
  Finding.parse({
    ...row,
    subject: { kind: row.subjectKind, id: row.subjectId, name: row.subjectName },
    openedAt: row.openedAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    closed: row.closedAt && {
      at: row.closedAt.toISOString(),
      byName: row.closedBy ?? "",
      why: row.closedWhy ?? "",
    },
  });

export async function loadFinding(ctx: Ctx, id: string): Promise<FindingRow> {
  const row = await ctx.db.finding.findUnique({ where: { id_orgId: { id, orgId: ctx.orgId } } });
  if (!row) throw notFound("finding");
  return row;
}

export const findingTarget = ({ id, title }: Pick<FindingRow, "id" | "title">) =>
  ({ kind: "finding", id, name: title }) as const;

/**
 * One at a time for each key, until the transaction ends: whether a finding is open, dismissed or new is then the same for
 * whoever raises, closes or reopens it.
 */
export async function lockKey(tx: TxCtx, key: string): Promise<void> {
  await tx.db.$queryRaw(Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${tx.orgId} ${key}`}, 0))::text`);
}

/** The finding as it is while nobody else can change it. */
export async function loadFindingLocked(tx: TxCtx, id: string): Promise<FindingRow> {
  const { key } = await loadFinding(tx, id);
  await lockKey(tx, key);
  return loadFinding(tx, id);
}
