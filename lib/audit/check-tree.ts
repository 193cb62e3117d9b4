/**
 * Recomputes an organisation's whole tree from the stored entries and compares it with every signed head, those that were
 * copied out of the database among them. Names the first place that does not hold.
 */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { type FullTile, TileEdge } from "@/sdk/merkle/tiles";
import { isHeadBy, originOf, parseTreeHead } from "@/sdk/merkle/tree-head";
import { entryFault, erasureIn, type SealedRow } from "./check-entry";
import { newestHead } from "./tree-store";

/** Checkpoints by size: several where one was also copied out. */
export type KnownHead = { size: number; checkpoint: string };
export type CheckOptions = {
  keys: readonly { publicKey: string }[];
  /** Heads that were kept outside the database. */
  copies: readonly KnownHead[];
  onProgress: (done: number, total: number) => Promise<void>;
};
export type CheckResult = { total: number; heads: number; fault: { index: number | null; why: string } | null };

const PAGE = 2_000;

class Fault extends Error {
  readonly index: number | null;
  constructor(index: number | null, why: string) {
    super(why);
    this.index = index;
  }
}

export async function checkTree(ctx: Ctx, options: CheckOptions): Promise<CheckResult> {
  const total = (await newestHead(ctx.db, ctx.orgId))?.size ?? 0;
  const heads = await knownHeads(ctx, options.copies);
  try {
    await new TreeCheck(ctx, options, heads, total).run();
    return { total, heads: heads.length, fault: null };
  } catch (error) {
    if (error instanceof Fault)
      return { total, heads: heads.length, fault: { index: error.index, why: error.message } };
    throw error;
  }
}

async function knownHeads({ db, orgId }: Ctx, copies: readonly KnownHead[]): Promise<KnownHead[]> {
  const rows = await db.auditHead.findMany({ where: { orgId }, select: { size: true, checkpoint: true } });
  const own = rows.map(({ size, checkpoint }) => ({ size: Number(size), checkpoint }));
  const known = new Set(own.map(({ checkpoint }) => checkpoint));
  return [...own, ...copies.filter(({ checkpoint }) => !known.has(checkpoint))].sort((a, b) => a.size - b.size);
}

class TreeCheck {
  readonly #edge = new TileEdge(0, []);
  /** Leaf hashes of entries without a payload, until the log says that they were erased. */
  readonly #erased = new Map<number, string>();
  #nextHead = 0;

  constructor(
    private readonly ctx: Ctx,
    private readonly options: CheckOptions,
    private readonly heads: readonly KnownHead[],
    private readonly total: number,
  ) {}

  async run(): Promise<void> {
    await this.#compareHeads();
    while (this.#edge.size < this.total) {
      const rows = await this.#page();
      if (rows.length === 0)
        throw new Fault(this.#edge.size, `is gone, and all after it, of ${this.total} that were sealed`);
      for (const row of rows) await this.#take(row);
      await this.options.onProgress(this.#edge.size, this.total);
    }
    const beyond = this.heads[this.#nextHead];
    if (beyond)
      throw new Fault(this.total, `is gone: a head of ${beyond.size} entries was signed, and the log ends before it`);
    const [hole] = this.#erased.keys();
    if (hole !== undefined)
      throw new Fault(hole, "lost its payload, and the log does not hold the record of its erasure");
    await this.#noneOutside();
  }

  async #take(row: SealedRow): Promise<void> {
    const place = this.#edge.size;
    if (Number(row.index) !== place) throw new Fault(place, "is missing from the tree");
    const fault = entryFault(row);
    if (fault) throw new Fault(place, fault);
    if (row.leaf === "") this.#erased.set(place, row.leafHash);
    const erasure = erasureIn(row);
    if (erasure && this.#erased.get(erasure.index) === erasure.leafHash) this.#erased.delete(erasure.index);
    for (const tile of this.#edge.append(Buffer.from(row.hash))) await this.#compareTile(tile);
    await this.#compareHeads();
  }

  #page(): Promise<SealedRow[]> {
    const { db, orgId } = this.ctx;
    return db.$queryRaw<SealedRow[]>(Prisma.sql`
      SELECT l."index", l."hash", e."id", e."leaf", e."leafHash", e."at", e."actorKind", e."actorId", e."actorName",
             e."action", e."targetKind", e."targetId", e."targetName", e."requestId", x."seq" IS NOT NULL AS "erased"
        FROM "AuditLeaf" l
        LEFT JOIN "AuditEntry" e ON e."seq" = l."seq" AND e."orgId" = l."orgId"
        LEFT JOIN "AuditErasure" x ON x."seq" = l."seq"
       WHERE l."orgId" = ${orgId} AND l."index" >= ${this.#edge.size} AND l."index" < ${this.total}
       ORDER BY l."index" LIMIT ${PAGE}`);
  }

  async #compareHeads(): Promise<void> {
    for (let head = this.heads[this.#nextHead]; head?.size === this.#edge.size; head = this.heads[this.#nextHead]) {
      const fault = this.#headFault(head);
      if (fault) throw new Fault(Math.max(0, head.size - 1), fault);
      this.#nextHead += 1;
    }
  }

  #headFault({ size, checkpoint }: KnownHead): string | null {
    const head = parseTreeHead(checkpoint);
    if (head.origin !== originOf(this.ctx.orgId) || head.size !== size)
      return `has a head over it that is of another log`;
    if (!this.options.keys.some(({ publicKey }) => isHeadBy(head, publicKey)))
      return `has a head over it, of ${size} entries, that none of the organisation's keys signed`;
    if (!head.root.equals(this.#edge.root()))
      return `or one before it was changed together with the tree: the head of ${size} entries was signed over other ones`;
    return null;
  }

  async #compareTile({ level, index, hashes, root }: FullTile): Promise<void> {
    const { db, orgId } = this.ctx;
    const row = await db.auditTile.findUnique({
      where: { orgId_level_index: { orgId, level, index: BigInt(index) } },
    });
    if (!row || !hashes.equals(row.hashes) || !root.equals(row.root))
      throw new Fault(
        this.#edge.size - 1,
        `ends tile ${index} of level ${level}, which does not hold the tree's hashes`,
      );
  }

  async #noneOutside(): Promise<void> {
    const { db, orgId } = this.ctx;
    const [row] = await db.$queryRaw<{ count: bigint }[]>(Prisma.sql`
      SELECT count(*) AS "count" FROM "AuditEntry" e
       WHERE e."orgId" = ${orgId}
         AND NOT EXISTS (SELECT FROM "AuditLeaf" l WHERE l."seq" = e."seq")
         AND NOT EXISTS (SELECT FROM "AuditPending" p WHERE p."seq" = e."seq")`);
    if (row && row.count > 0n) throw new Fault(null, `${row.count} entries are neither sealed nor waiting to be`);
  }
}
