/**
 * Gives waiting entries their places in the organisation's tree and signs its head. An entry waits from the moment it is
 * written until it is sealed here, and what has not committed is not seen yet: so the order is that of the commits, as far as
 * two runs tell it, then of the numbers, and no entry is ever passed over.
 */
import { type Ctx, type TxCtx, transaction } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { notify } from "@/lib/db/notify";
import { Refusal } from "@/lib/shared/errors";
import type { FullTile, TileEdge } from "@/sdk/merkle/tiles";
import { originOf, signTreeHead } from "@/sdk/merkle/tree-head";
import { addLeaves, addTiles, type HeadRow, loadEdge, newestHead } from "./tree-store";

export type TreeSigner = {
  keyId: string;
  /** PEM. */
  publicKey: string;
  /** 64 bytes in base64. */
  sign: (text: string) => string;
};

/** Ref of the notice that a tree has grown; whoever seals must not be woken by it. */
export const SEALED = "sealed";

/** More wait for the next run, so that no transaction is long. */
const MOST_AT_ONCE = 5_000;
/** First half of the lock's name; the second is the organisation. */
const LOCK = 72_707_371;

export type Sealed = { sealed: number; head: HeadRow | null; more: boolean };

/** Any number may call at once: one seals, the others wait and find nothing left to do. */
export async function sealEntries(
  ctx: Ctx,
  signerOf: (tx: TxCtx) => Promise<TreeSigner>,
  most: number = MOST_AT_ONCE,
): Promise<Sealed> {
  return transaction(ctx, async (tx) => {
    const { orgId, db } = tx;
    await db.$executeRaw(Prisma.sql`SELECT pg_advisory_xact_lock(${LOCK}::int, hashtext(${orgId}))`);
    const head = await newestHead(db, orgId);
    const waiting = await waitingEntries(tx, most);
    if (waiting.length === 0) return { sealed: 0, head, more: false };
    const edge = await soundEdge(tx, head);
    const from = edge.size;
    const tiles: FullTile[] = [];
    const hashes = waiting.map(({ leafHash }) => Buffer.from(leafHash, "hex"));
    for (const hash of hashes) tiles.push(...edge.append(hash));
    const seqs = waiting.map(({ seq }) => seq);
    await addLeaves(db, orgId, from, seqs, hashes);
    await addTiles(db, orgId, tiles);
    await db.$executeRaw(Prisma.sql`DELETE FROM "AuditPending" WHERE "seq" = ANY(${seqs}::bigint[])`);
    const signed = await signHead(tx, edge, await signerOf(tx));
    await notify(db, { orgId, topic: "audit", ref: SEALED });
    return { sealed: seqs.length, head: signed, more: waiting.length === most };
  });
}

export const newestTreeHead = ({ db, orgId }: Ctx): Promise<HeadRow | null> => newestHead(db, orgId);

const waitingEntries = ({ db, orgId }: TxCtx, most: number) =>
  db.$queryRaw<{ seq: bigint; leafHash: string }[]>(Prisma.sql`
    SELECT e."seq", e."leafHash" FROM "AuditPending" p JOIN "AuditEntry" e ON e."seq" = p."seq"
     WHERE p."orgId" = ${orgId} ORDER BY p."seq" LIMIT ${most}`);

/** The tree's right edge, when it has the root that was last signed: a tree that was tampered with is not signed again. */
async function soundEdge({ db, orgId }: TxCtx, head: HeadRow | null): Promise<TileEdge> {
  const newest = await db.auditLeaf.findFirst({
    where: { orgId },
    orderBy: { index: "desc" },
    select: { index: true },
  });
  const size = newest ? Number(newest.index) + 1 : 0;
  const edge = await loadEdge(db, orgId, size).catch(() => null);
  if (!edge || size !== (head?.size ?? 0) || (head && !edge.root().equals(head.root))) throw new TreeBroken(head, size);
  return edge;
}

export class TreeBroken extends Refusal {
  constructor(head: HeadRow | null, size: number) {
    super("unavailable", "The audit log is not what was last signed, so nothing is sealed onto it. Verify it first.", {
      internal: `${size} leaves; the last head signed ${head?.size ?? 0}`,
    });
  }
}

async function signHead({ db, orgId, now }: TxCtx, edge: TileEdge, signer: TreeSigner): Promise<HeadRow> {
  const root = edge.root();
  const checkpoint = signTreeHead(
    { origin: originOf(orgId), size: edge.size, root },
    { publicKeyPem: signer.publicKey, sign: (text) => Buffer.from(signer.sign(text), "base64") },
  );
  const head = { size: edge.size, root, at: now, keyId: signer.keyId, checkpoint };
  await db.auditHead.create({
    data: { ...head, orgId, size: BigInt(edge.size), root: Uint8Array.from(root) },
    select: { size: true },
  });
  return head;
}
