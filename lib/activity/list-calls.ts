import { query } from "@/lib/audit/query";
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { askedOf } from "./asked-calls";
import { type Call, listCallsOp } from "./contract";
import { type Found, findCalls } from "./find-calls";
import { spanOf } from "./looked-at";
import { cursorAfter, cursorAt, selectCalls } from "./rows";

/** Arguments beyond this are cut in lists, so that an agent which sends much cannot make the list unusable. */
const MOST_LISTED = 2_000;

export const listCalls = query(listCallsOp, async (ctx, { cursor, limit, ...filters }) => {
  const span = { ...spanOf(filters), cursor: cursor === undefined ? null : cursorAt(cursor) };
  const found = await findCalls(ctx, await askedOf(ctx, filters), span, limit + 1);
  const items = await callsOf(ctx, found.calls.slice(0, limit));
  if (found.calls.length > limit) {
    const last = found.calls[limit - 1];
    return { items, nextCursor: last ? cursorAfter(last) : null, searchedTo: null };
  }
  const { edge } = found;
  return { items, nextCursor: edge && cursorAfter(edge), searchedTo: edge?.receivedAt.toISOString() ?? null };
});

/** The calls whole, in the order in which they were found. */
async function callsOf(ctx: Ctx, found: Found["calls"]): Promise<Call[]> {
  const ids = (source: string) => found.flatMap((one) => (one.source === source ? [one.id] : []));
  const named = (wanted: string[]) => (wanted.length === 0 ? null : Prisma.sql`e."id" = ANY(${wanted}::text[])`);
  return selectCalls(ctx, {
    decided: named(ids("point")),
    telemetry: named(ids("telemetry")),
    import: named(ids("import")),
    limit: found.length,
    mostArguments: MOST_LISTED,
    byId: true,
  });
}
