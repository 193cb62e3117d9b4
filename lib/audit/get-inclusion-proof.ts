import type { Ctx } from "@/lib/db/ctx";
import { notFound, Refusal } from "@/lib/shared/errors";
import { inclusionProof } from "@/sdk/merkle/tiles";
import { formatTlogProof } from "@/sdk/merkle/tlog-proof";
import { query } from "./query";
import { getInclusionProofOp } from "./tree-contract";
import { type HeadRow, hashReader, headOf, newestHead } from "./tree-store";

export const getInclusionProof = query(getInclusionProofOp, async (ctx, { id, size }) => {
  const { db, orgId } = ctx;
  const entry = await db.auditEntry.findFirst({
    where: { id, orgId },
    select: { leafHash: true, sealed: { select: { index: true } } },
  });
  if (!entry) throw notFound("audit entry");
  const head = await headAt(ctx, size);
  const index = Number(entry.sealed?.index ?? Number.NaN);
  if (!(index < (head?.size ?? 0)) || !head) {
    throw new Refusal(
      "conflict",
      "This entry is not sealed under that head yet. Sealing takes about a second; ask again.",
    );
  }
  const hashes = await inclusionProof(index, head.size, hashReader(db, orgId));
  return {
    entryId: id,
    index,
    size: head.size,
    leafHash: entry.leafHash,
    hashes: hashes.map((hash) => hash.toString("base64")),
    proof: formatTlogProof(index, hashes, head.checkpoint),
  };
});

async function headAt({ db, orgId }: Ctx, size: number | undefined): Promise<HeadRow | null> {
  if (size === undefined) return newestHead(db, orgId);
  const row = await db.auditHead.findUnique({ where: { orgId_size: { orgId, size: BigInt(size) } } });
  if (!row) throw notFound("tree head");
  return headOf(row);
}
