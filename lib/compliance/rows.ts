/** Private to this folder: packs and their links as the contract shows them. */
import type { Ctx } from "@/lib/db/ctx";
import type { AuditPackShare, AuditPack as Row } from "@/lib/db/generated/client";
import { notFound } from "@/lib/shared/errors";
import { daysOf } from "./pack/period";
import { fingerprintOf } from "./pack/write-pack";
import { type Pack, type PackShare, PackStatus, type PackSummary } from "./pack-contract";

/** A snapshot may be large, and is for the worker. */
export type PackRow = Omit<Row, "snapshot">;
const MOST_DOWNLOADS = 200;

export async function readPack({ db, orgId }: Ctx, id: string): Promise<PackRow> {
  const row = await db.auditPack.findUnique({ where: { id_orgId: { id, orgId } }, omit: { snapshot: true } });
  if (!row) throw notFound("audit pack");
  return row;
}

export async function summariesOf({ db, orgId }: Ctx, rows: readonly PackRow[]): Promise<PackSummary[]> {
  const agents = await db.agent.findMany({
    where: { orgId, id: { in: rows.flatMap(({ agentIds }) => agentIds) } },
    select: { id: true, name: true },
  });
  const names = new Map(agents.map(({ id, name }) => [id, name]));
  return rows.map((row) => ({
    id: row.id,
    framework: { id: row.framework, title: row.frameworkTitle },
    ...daysOf(row),
    agents: row.agentIds.map((id) => ({ id, name: names.get(id) ?? id })),
    status: PackStatus.parse(row.status),
    askedBy: row.askedBy,
    askedAt: row.askedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    stage: row.stage,
    done: row.done,
    total: row.total,
    bytes: row.bytes === null ? null : Number(row.bytes),
    fault: row.fault,
  }));
}

export const shareOf = (row: AuditPackShare, now: Date): PackShare => ({
  id: row.id,
  recipient: row.recipient,
  createdBy: row.createdByName,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
  revokedAt: row.revokedAt?.toISOString() ?? null,
  revokedBy: row.revokedByName,
  open: row.revokedAt === null && row.expiresAt > now,
});

export async function showPack(ctx: Ctx, id: string, now: Date): Promise<Pack> {
  const row = await readPack(ctx, id);
  const { db, orgId } = ctx;
  const [summaries, shares, downloads, key] = await Promise.all([
    summariesOf(ctx, [row]),
    db.auditPackShare.findMany({ where: { orgId, packId: id }, orderBy: { createdAt: "desc" } }),
    db.auditPackDownload.findMany({ where: { orgId, packId: id }, orderBy: { seq: "desc" }, take: MOST_DOWNLOADS }),
    row.keyId === null
      ? null
      : db.signingKey.findFirst({ where: { orgId, id: row.keyId }, select: { publicKey: true } }),
  ]);
  const [summary] = summaries;
  if (!summary) throw notFound("audit pack");
  return {
    ...summary,
    sha256: row.sha256,
    key: row.keyId && key ? { keyId: row.keyId, fingerprint: fingerprintOf(key.publicKey) } : null,
    treeSize: row.treeSize === null ? null : Number(row.treeSize),
    shares: shares.map((share) => shareOf(share, now)),
    downloads: downloads.map(({ byName, at, shareId }) => ({
      by: byName,
      at: at.toISOString(),
      shared: shareId !== null,
    })),
  };
}
