import type { z } from "zod";
import { query } from "@/lib/audit/query";
import { Prisma } from "@/lib/db/generated/client";
import { listCallsOp } from "./contract";
import { cursorAfter, cursorAt, selectCalls } from "./rows";

/** Arguments beyond this are cut in lists, so that an agent which sends much cannot make the list unusable. */
const MOST_LISTED = 2_000;

export const listCalls = query(listCallsOp, async (ctx, filters) => {
  const where = Prisma.join(conditions(filters), " AND ");
  const calls = await selectCalls(ctx, { where, limit: filters.limit + 1, mostArguments: MOST_LISTED });
  const items = calls.slice(0, filters.limit);
  const last = items.at(-1);
  return { items, nextCursor: calls.length > filters.limit && last ? cursorAfter(last) : null };
});

function conditions(filters: z.output<typeof listCallsOp.input>): Prisma.Sql[] {
  const { from, to, agentId, pepId, tool, effect, code } = filters;
  const cursor = filters.cursor ? cursorAt(filters.cursor) : null;
  return [
    Prisma.sql`true`,
    cursor && Prisma.sql`(e."receivedAt", e."id") < (${cursor.at}, ${cursor.id})`,
    from && Prisma.sql`e."receivedAt" >= ${new Date(from)}`,
    to && Prisma.sql`e."receivedAt" < ${new Date(to)}`,
    agentId && Prisma.sql`e."agentId" = ${agentId}`,
    pepId && Prisma.sql`e."pepId" = ${pepId}`,
    tool && Prisma.sql`e."tool" = ${tool}`,
    effect && Prisma.sql`e."effect" = ${effect}`,
    code && Prisma.sql`e."code" = ${code}`,
  ].flatMap((condition) => condition || []);
}
