import { query } from "@/lib/audit/query";
import { decodeCursor, encodeCursor } from "@/lib/shared/cursor";
import { listRedteamRunsOp } from "./contract";
import { runOf, withOutcome } from "./rows";

export const listRuns = query(listRedteamRunsOp, async ({ db, orgId }, { cursor, limit }) => {
  const after = cursor ? decodeCursor(cursor) : null;
  const rows = await db.redteamRun.findMany({
    where: {
      orgId,
      ...(after ? { OR: [{ askedAt: { lt: after.at } }, { askedAt: after.at, id: { lt: after.id } }] } : {}),
    },
    orderBy: [{ askedAt: "desc" }, { id: "desc" }],
    take: limit + 1,
    include: withOutcome,
  });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(runOf),
    nextCursor: rows.length > limit && last ? encodeCursor({ at: last.askedAt, id: last.id }) : null,
  };
});
