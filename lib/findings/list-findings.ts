import { query } from "@/lib/audit/query";
import type { Prisma } from "@/lib/db/generated/client";
import { agentsInUnit } from "@/lib/db/unit";
import { decodeCursor, encodeCursor } from "@/lib/shared/cursor";
import { listFindingsOp } from "./contract";
import { findingOf } from "./rows";

/** By when they opened: a finding that is seen every minute then stays where it is while somebody reads the list. */
export const listFindings = query(listFindingsOp, async (ctx, { cursor, limit, ...filters }) => {
  const after = cursor ? decodeCursor(cursor) : null;
  const unit = await agentsInUnit(ctx);
  const where: Prisma.FindingWhereInput = {
    orgId: ctx.orgId,
    ...filters,
    ...(unit ? { AND: { subjectKind: "agent", subjectId: { in: unit } } } : {}),
    ...(after ? { OR: [{ openedAt: { lt: after.at } }, { openedAt: after.at, id: { lt: after.id } }] } : {}),
  };
  const rows = await ctx.db.finding.findMany({
    where,
    orderBy: [{ openedAt: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(findingOf),
    nextCursor: rows.length > limit && last ? encodeCursor({ at: last.openedAt, id: last.id }) : null,
  };
});
