/** One tile of the tree, or one bundle of entries, as C2SP tlog-tiles has them. */
import type { Ctx } from "@/lib/db/ctx";
import { entryBundle, hashesAt, TILE_WIDTH, type TileName } from "@/sdk/merkle/tiles";
import { readSealed } from "./read-sealed";
import { hashReader, newestHead } from "./tree-store";

/** Null for what the tree does not have, or what the format cannot carry. */
export async function readTile(ctx: Ctx, { level, index, width }: TileName): Promise<Buffer | null> {
  const size = (await newestHead(ctx.db, ctx.orgId))?.size ?? 0;
  const from = index * TILE_WIDTH;
  if (from + width > hashesAt(level ?? 0, size)) return null;
  if (level !== null) return Buffer.concat([...(await hashReader(ctx.db, ctx.orgId)(level, from, width))]);
  const entries = await readSealed(ctx, { from, size: from + width, most: width, filters: {} });
  const leaves = entries.flatMap(({ leaf }) => leaf ?? []);
  return leaves.length === width ? entryBundle(leaves) : null;
}
