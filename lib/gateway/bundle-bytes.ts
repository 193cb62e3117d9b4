/** A bundle never changes and a whole fleet fetches it at once, so it is read and written down once. */
import { authorise, parseInput } from "@/lib/audit/verb";
import type { Ctx } from "@/lib/db/ctx";
import { fetchBundleOp } from "@/lib/enforcement/contract";
import { fetchBundle } from "@/lib/enforcement/fetch-bundle";

const MOST_BYTES = 64 * 1024 * 1024;

type Kept = { bytes: Promise<Buffer>; size: number };
/** In the order of their last use. */
const kept = new Map<string, Kept>();

export async function bundleBytes(ctx: Ctx, given: Record<string, unknown>): Promise<Buffer> {
  await authorise(ctx, fetchBundleOp);
  const { revision } = parseInput(fetchBundleOp, given);
  const key = `${ctx.orgId} ${revision}`;
  const found = kept.get(key) ?? read(key, ctx, revision);
  kept.delete(key);
  kept.set(key, found);
  return found.bytes;
}

function read(key: string, ctx: Ctx, revision: number): Kept {
  const one: Kept = {
    size: 0,
    bytes: fetchBundle(ctx, { revision }).then((bundle) => Buffer.from(JSON.stringify(bundle))),
  };
  one.bytes.then(
    (bytes) => {
      one.size = bytes.byteLength;
      dropOldest();
    },
    () => kept.delete(key),
  );
  return one;
}

function dropOldest(): void {
  let all = 0;
  for (const { size } of kept.values()) all += size;
  for (const [key, { size }] of kept) {
    if (all <= MOST_BYTES) return;
    kept.delete(key);
    all -= size;
  }
}
