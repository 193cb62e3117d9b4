/** The pieces of a pack's file in the database, where every replica finds them. */
import { createHash } from "node:crypto";
import type { Db } from "@/lib/db/client";
import type { Store } from "./zip-writer";

export const storeOf =
  (db: Db, packId: string, attempt: number): Store =>
  async (place, bytes) => {
    await db.auditPackPiece.create({
      data: { packId, attempt, place, bytes: new Uint8Array(bytes) },
      select: { place: true },
    });
  };

/** One after the other; a missing one breaks off, so that a part never passes for the whole. */
export async function* readPieces(db: Db, packId: string, attempt: number): AsyncGenerator<Uint8Array> {
  const { _max } = await db.auditPackPiece.aggregate({ where: { packId, attempt }, _max: { place: true } });
  for (let place = 0; place <= (_max.place ?? -1); place++) {
    const piece = await db.auditPackPiece.findUnique({
      where: { packId_attempt_place: { packId, attempt, place } },
      select: { bytes: true },
    });
    if (!piece) throw new Error(`piece ${place} of pack ${packId} is not there`);
    yield piece.bytes;
  }
}

/** Of what is stored, so that a fault in between would show. */
export async function sealOf(db: Db, packId: string, attempt: number): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const piece of readPieces(db, packId, attempt)) {
    hash.update(piece);
    bytes += piece.length;
  }
  return { bytes, sha256: hash.digest("hex") };
}
