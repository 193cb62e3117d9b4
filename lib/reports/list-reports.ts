import { query } from "@/lib/audit/query";
import { decodeCursor, encodeCursor } from "@/lib/shared/cursor";
import { listReportsOp } from "./contract";
import { summaryOf } from "./rows";

export const listReports = query(listReportsOp, async ({ db, orgId }, { cursor, limit, kind }) => {
  const after = cursor ? decodeCursor(cursor) : null;
  const rows = await db.report.findMany({
    where: {
      orgId,
      kind,
      ...(after ? { OR: [{ asOf: { lt: after.at } }, { asOf: after.at, id: { lt: after.id } }] } : {}),
    },
    orderBy: [{ asOf: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(summaryOf),
    nextCursor: rows.length > limit && last ? encodeCursor({ at: last.asOf, id: last.id }) : null,
  };
});
