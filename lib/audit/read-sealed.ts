/** Sealed entries in the order of the tree, for exports: what is under the newest head, and nothing that came after it. */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";

export type SealedFilters = { action?: string; targetId?: string; actorId?: string; from?: string; to?: string };
/** `leaf` is null when the payload, or the whole entry, is gone. */
export type SealedEntry = { index: number; hash: Buffer; leaf: string | null };

type Range = { from: number; size: number; most: number; filters: SealedFilters };

export async function readSealed({ db, orgId }: Ctx, { from, size, most, filters }: Range): Promise<SealedEntry[]> {
  const rows = await db.$queryRaw<{ index: bigint; hash: Uint8Array; leaf: string | null }[]>(Prisma.sql`
    SELECT l."index", l."hash", e."leaf" FROM "AuditLeaf" l LEFT JOIN "AuditEntry" e ON e."seq" = l."seq"
     WHERE l."orgId" = ${orgId} AND l."index" >= ${from} AND l."index" < ${size} ${conditions(filters)}
     ORDER BY l."index" LIMIT ${most}`);
  return rows.map(({ index, hash, leaf }) => ({ index: Number(index), hash: Buffer.from(hash), leaf: leaf || null }));
}

function conditions({ action, targetId, actorId, from, to }: SealedFilters): Prisma.Sql {
  const all = [
    action === undefined ? null : Prisma.sql`e."action" = ${action}`,
    targetId === undefined ? null : Prisma.sql`e."targetId" = ${targetId}`,
    actorId === undefined ? null : Prisma.sql`e."actorId" = ${actorId}`,
    from === undefined ? null : Prisma.sql`e."at" >= ${new Date(from)}`,
    to === undefined ? null : Prisma.sql`e."at" < ${new Date(to)}`,
  ].filter((one) => one !== null);
  return all.length === 0 ? Prisma.empty : Prisma.sql`AND ${Prisma.join(all, " AND ")}`;
}

/** The last head of each day before `size`, in order: enough to narrow down where a log was changed. */
export async function dailyHeads({ db, orgId }: Ctx, size: number): Promise<{ size: number; checkpoint: string }[]> {
  const rows = await db.$queryRaw<{ size: bigint; checkpoint: string }[]>(Prisma.sql`
    SELECT "size", "checkpoint" FROM (
      SELECT DISTINCT ON (date_trunc('day', "at" AT TIME ZONE 'UTC')) "size", "checkpoint" FROM "AuditHead"
       WHERE "orgId" = ${orgId} AND "size" < ${size}
       ORDER BY date_trunc('day', "at" AT TIME ZONE 'UTC'), "size" DESC
    ) days ORDER BY "size"`);
  return rows.map((row) => ({ ...row, size: Number(row.size) }));
}
