/** Private to this folder: the tree as the database keeps it. Only full tiles are rows; what is not full yet is read from below. */
import type { Db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { type FullTile, inclusionProof, type ReadHashes, splitHashes, TILE_WIDTH, TileEdge } from "@/sdk/merkle/tiles";

export type HeadRow = { size: number; root: Buffer; at: Date; keyId: string; checkpoint: string };

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export const headOf = (row: {
  size: bigint;
  root: Uint8Array;
  at: Date;
  keyId: string;
  checkpoint: string;
}): HeadRow => ({ ...row, size: Number(row.size), root: asBuffer(row.root) });

export async function newestHead(db: Db, orgId: string): Promise<HeadRow | null> {
  const row = await db.auditHead.findFirst({ where: { orgId }, orderBy: { size: "desc" } });
  return row && headOf(row);
}

/** Hashes of one level from a place on: of leaves where the level is the lowest, of full tiles' roots above. */
async function hashesFrom(db: Db, orgId: string, level: number, from: number, count: number): Promise<Buffer[]> {
  const index = { gte: BigInt(from), lt: BigInt(from + count) };
  const orderBy = { index: "asc" } as const;
  if (level === 0) {
    const rows = await db.auditLeaf.findMany({ where: { orgId, index }, orderBy, select: { hash: true } });
    return rows.map(({ hash }) => asBuffer(hash));
  }
  const where = { orgId, level: level - 1, index };
  const rows = await db.auditTile.findMany({ where, orderBy, select: { root: true } });
  return rows.map(({ root }) => asBuffer(root));
}

/** Reads for proofs. Full tiles are kept, so that the proofs of many neighbours cost few reads. */
export function hashReader(db: Db, orgId: string): ReadHashes {
  const kept = new Map<string, Promise<Buffer[] | null>>();
  const fullTile = async (level: number, index: number): Promise<Buffer[] | null> => {
    const row = await db.auditTile.findUnique({
      where: { orgId_level_index: { orgId, level, index: BigInt(index) } },
      select: { hashes: true },
    });
    return row && splitHashes(row.hashes);
  };
  return async (level, from, count) => {
    const tile = Math.floor(from / TILE_WIDTH);
    const name = `${level}/${tile}`;
    const known = kept.get(name) ?? fullTile(level, tile);
    if (kept.size > MOST_KEPT) kept.clear();
    kept.set(name, known);
    const hashes = await known;
    const start = from - tile * TILE_WIDTH;
    return hashes ? hashes.slice(start, start + count) : hashesFrom(db, orgId, level, from, count);
  };
}

const MOST_KEPT = 1_000;

export async function loadEdge(db: Db, orgId: string, size: number): Promise<TileEdge> {
  const levels: Buffer[][] = [];
  for (let count = size, level = 0; count > 0; count = Math.floor(count / TILE_WIDTH), level++) {
    const rest = count % TILE_WIDTH;
    levels.push(rest === 0 ? [] : await hashesFrom(db, orgId, level, count - rest, rest));
    if (levels[level]?.length !== rest) throw new Error(`level ${level} of the tree lacks hashes before ${count}`);
  }
  return new TileEdge(size, levels);
}

export async function addLeaves(db: Db, orgId: string, from: number, seqs: bigint[], hashes: Buffer[]): Promise<void> {
  const indexes = seqs.map((_, at) => BigInt(from + at));
  await db.$executeRaw(Prisma.sql`
    INSERT INTO "AuditLeaf" ("orgId", "index", "seq", "hash")
    SELECT ${orgId}, * FROM unnest(${indexes}::bigint[], ${seqs}::bigint[], ${hashes}::bytea[])`);
}

export async function addTiles(db: Db, orgId: string, tiles: readonly FullTile[]): Promise<void> {
  if (tiles.length === 0) return;
  const bytes = (buffer: Buffer) => Uint8Array.from(buffer);
  await db.auditTile.createMany({
    data: tiles.map(({ level, index, hashes, root }) => ({
      orgId,
      level,
      index: BigInt(index),
      hashes: bytes(hashes),
      root: bytes(root),
    })),
  });
}

/** Makes inclusion proofs under one head, in base64; neighbours share what was read. */
export function proofMaker(db: Db, orgId: string, size: number): (index: number) => Promise<string[]> {
  const read = hashReader(db, orgId);
  return async (index) => (await inclusionProof(index, size, read)).map((hash) => hash.toString("base64"));
}
