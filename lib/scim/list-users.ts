import { query } from "@/lib/audit/query";
import type { Prisma } from "@/lib/db/generated/client";
import { listUsersOp, schemaIds } from "./contract";
import { toUser, visible, withScim } from "./rows";
import { type Filter, pageOf, readFilter } from "./rules";

export const listUsers = query(listUsersOp, async (ctx, { filter, ...page }) => {
  const { startIndex, count } = pageOf(page.startIndex, page.count);
  const where = { ...visible(ctx), ...(filter === undefined ? {} : whereOf(readFilter(filter))) };
  const totalResults = await ctx.db.user.count({ where });
  const rows = await ctx.db.user.findMany({
    where,
    include: withScim,
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    skip: startIndex - 1,
    take: count,
  });
  const Resources = rows.map(toUser);
  return { schemas: [schemaIds.list], totalResults, startIndex, itemsPerPage: Resources.length, Resources };
});

/** A user name that the directory gave counts before the address, in whatever case its letters are. */
function whereOf({ by, value }: Filter): Prisma.UserWhereInput {
  const lower = value.toLowerCase();
  switch (by) {
    case "id":
      return { id: value };
    case "email":
      return { email: lower };
    case "externalId":
      return { scimPerson: { is: { externalId: value } } };
    case "userName":
      return { OR: [{ scimPerson: { is: { key: lower } } }, { scimPerson: { is: null }, email: lower }] };
  }
}
