/** The file of a pack that is finished. That somebody began to download it is written down before the first byte is sent. */
import { recordAudit } from "@/lib/audit/record";
import { type Ctx, transaction } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import { daysOf } from "./pack/period";
import { readPieces } from "./pack/pieces";
import { readPack } from "./rows";

export type PackFile = { name: string; bytes: number; sha256: string; pieces: AsyncGenerator<Uint8Array> };

/** `share` when it is somebody with a link, who is named by what the link was made for. */
export async function downloadPack(ctx: Ctx, id: string, share?: { id: string; recipient: string }): Promise<PackFile> {
  const pack = await readPack(ctx, id);
  if (pack.status !== "done" || pack.bytes === null || pack.sha256 === null)
    throw new Refusal("conflict", "The pack is not finished, so there is nothing to download.");
  await transaction(ctx, async (tx) => {
    await tx.db.auditPackDownload.create({
      data: {
        orgId: tx.orgId,
        packId: id,
        shareId: share?.id ?? null,
        byName: share?.recipient ?? tx.actor.name,
        at: tx.now,
      },
      select: { seq: true },
    });
    await recordAudit(tx, {
      action: "pack.downloaded",
      target: { kind: "pack", id, name: pack.frameworkTitle },
      detail: { share: share?.id ?? null, recipient: share?.recipient ?? null },
    });
  });
  return {
    name: `gatehouse-${pack.framework}-${daysOf(pack).to}-${id.slice(-6)}.zip`,
    bytes: Number(pack.bytes),
    sha256: pack.sha256,
    pieces: readPieces(ctx.db, id, pack.attempt),
  };
}
