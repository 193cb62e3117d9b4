import { query } from "@/lib/audit/query";
import { decodeCursor, encodeCursor } from "@/lib/shared/cursor";
import { listIncidentsOp } from "./contract";
import { readIncidents } from "./rows";

export const listIncidents = query(listIncidentsOp, async (ctx, { cursor, limit, agentId, findingId, ...filters }) => {
  const after = cursor ? Number(decodeCursor(cursor).id) : null;
  const about = {
    ...(agentId ? { subjectKind: "agent", subjectId: agentId } : {}),
    ...(findingId ? { findingId } : {}),
  };
  const rows = await readIncidents(
    ctx,
    {
      ...filters,
      ...(after === null ? {} : { number: { lt: after } }),
      ...(agentId || findingId ? { findings: { some: about } } : {}),
    },
    limit + 1,
  );
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    nextCursor:
      rows.length > limit && last ? encodeCursor({ at: new Date(last.openedAt), id: String(last.number) }) : null,
  };
});
