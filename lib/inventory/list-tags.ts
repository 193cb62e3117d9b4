import { query } from "@/lib/audit/query";
import { Prisma } from "@/lib/db/generated/client";
import { inUnit } from "@/lib/db/unit";
import { listTagsOp } from "./edit-contract";

const MOST = 200;

/** The most used come first; one that is written in several cases is one. */
export const listTags = query(listTagsOp, async (ctx) => ({
  items: await ctx.db.$queryRaw<{ tag: string; agents: number }[]>(Prisma.sql`
    SELECT min(t) AS "tag", count(DISTINCT a."id")::int AS "agents" FROM "Agent" a, unnest(a."tags") t
    WHERE a."orgId" = ${ctx.orgId} AND a."status" <> 'retired' AND ${inUnit(ctx, Prisma.sql`a."id"`)}
    GROUP BY lower(t) ORDER BY count(DISTINCT a."id") DESC, lower(t) LIMIT ${MOST}`),
}));
