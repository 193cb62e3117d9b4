/** Private to this folder: the rings with who is in each now. */
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { placedPoints, readRings } from "@/lib/policy/read-rings";
import type { RingsNow } from "./contract";
import { isLive } from "./rows";

export async function ringsNow(ctx: Ctx): Promise<RingsNow> {
  const { rings, version, updatedByName } = await readRings(ctx);
  const placed = await placedPoints(ctx, rings);
  const now = await databaseNow(ctx.db);
  const connected = await ctx.db.$queryRaw<{ id: string }[]>(
    Prisma.sql`SELECT p."id" FROM "Pep" p WHERE p."orgId" = ${ctx.orgId} AND ${isLive(now)}`,
  );
  const live = new Set(connected.map(({ id }) => id));
  return {
    version,
    updatedByName,
    rings: rings.map(({ name, members }, position) => {
      const points = placed.filter((one) => one.position === position);
      return { name, members, points: points.length, live: points.filter(({ pepId }) => live.has(pepId)).length };
    }),
  };
}
