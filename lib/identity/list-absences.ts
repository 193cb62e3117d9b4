import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { listAbsencesOp } from "./absence-contract";
import { toAbsence, withPeople } from "./absence-rows";

export const listAbsences = query(listAbsencesOp, async (ctx) => {
  const now = await databaseNow(ctx.db);
  const rows = await ctx.db.absence.findMany({
    where: { orgId: ctx.orgId, until: { gt: now } },
    include: withPeople,
    orderBy: [{ from: "asc" }, { userId: "asc" }],
  });
  return { items: rows.map((row) => toAbsence(row, now)) };
});
