import type { z } from "zod";
import { query } from "@/lib/audit/query";
import { Prisma } from "@/lib/db/generated/client";
import { listCallsOp, NO_DECISION } from "./contract";
import { cursorAfter, cursorAt, type Selection, selectCalls } from "./rows";

/** Arguments beyond this are cut in lists, so that an agent which sends much cannot make the list unusable. */
const MOST_LISTED = 2_000;

export const listCalls = query(listCallsOp, async (ctx, filters) => {
  const { limit } = filters;
  const calls = await selectCalls(ctx, { ...sources(filters), limit: limit + 1, mostArguments: MOST_LISTED });
  const items = calls.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: calls.length > limit && last ? cursorAfter(last) : null };
});

type Filters = z.output<typeof listCallsOp.input>;
type Conditions = (Prisma.Sql | string | undefined | null | false)[];

const joined = (conditions: Conditions): Prisma.Sql =>
  Prisma.join(
    conditions.flatMap((condition) => (typeof condition === "object" && condition !== null ? condition : [])),
    " AND ",
  );

/** What is asked of each of the two tables; a table that cannot hold an answer is not asked. */
function sources(filters: Filters): Pick<Selection, "decided" | "reported"> {
  const { source, effect, code } = filters;
  const common = inCommon(filters);
  const decided = joined([
    ...common,
    filters.pepId && Prisma.sql`e."pepId" = ${filters.pepId}`,
    effect && Prisma.sql`e."effect" = ${effect}`,
    code && Prisma.sql`e."code" = ${code}`,
  ]);
  const reported = joined([
    ...common,
    filters.pepId && Prisma.sql`e."reporterId" = ${filters.pepId}`,
    effect && (effect === NO_DECISION ? Prisma.sql`d."id" IS NULL` : Prisma.sql`d."effect" = ${effect}`),
    code && Prisma.sql`d."code" = ${code}`,
    source === undefined && Prisma.sql`e."mediation" IN ('waiting', 'unmediated')`,
  ]);
  const onlyDecided = source === undefined && (code !== undefined || (effect !== undefined && effect !== NO_DECISION));
  return {
    decided: source === "telemetry" || effect === NO_DECISION ? null : decided,
    reported: source === "point" || onlyDecided ? null : reported,
  };
}

function inCommon({ from, to, agentId, tool, cursor: given }: Filters): Conditions {
  const cursor = given ? cursorAt(given) : null;
  return [
    Prisma.sql`true`,
    cursor && Prisma.sql`(e."receivedAt", e."id") < (${cursor.at}, ${cursor.id})`,
    from && Prisma.sql`e."receivedAt" >= ${new Date(from)}`,
    to && Prisma.sql`e."receivedAt" < ${new Date(to)}`,
    agentId && Prisma.sql`e."agentId" = ${agentId}`,
    tool && Prisma.sql`e."tool" = ${tool}`,
  ];
}
