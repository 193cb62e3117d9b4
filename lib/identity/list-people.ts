import { query } from "@/lib/audit/query";
import { listPeopleOp } from "./contract";
import { personSelect, toPerson } from "./rows";

export const listPeople = query(listPeopleOp, async (ctx, { q }) => {
  const rows = await ctx.db.user.findMany({
    where: {
      orgId: ctx.orgId,
      ...(q
        ? { OR: [{ name: { contains: q, mode: "insensitive" } }, { email: { contains: q, mode: "insensitive" } }] }
        : {}),
    },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    select: personSelect,
  });
  return { items: rows.map(toPerson) };
});
