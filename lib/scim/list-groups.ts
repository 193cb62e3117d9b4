import { query } from "@/lib/audit/query";
import type { Prisma } from "@/lib/db/generated/client";
import { schemaIds } from "./contract";
import { listGroupsOp } from "./group-contract";
import { toGroups } from "./group-rows";
import { type GroupFilter, readGroupFilter, showsMembers } from "./group-rules";
import { keyOf } from "./keep-group";
import { pageOf } from "./rules";

export const listGroups = query(listGroupsOp, async (ctx, { filter, attributes, excludedAttributes, ...page }) => {
  const { startIndex, count } = pageOf(page.startIndex, page.count);
  const where = { orgId: ctx.orgId, ...(filter === undefined ? {} : whereOf(readGroupFilter(filter))) };
  const totalResults = await ctx.db.scimGroup.count({ where });
  const rows = await ctx.db.scimGroup.findMany({
    where,
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    skip: startIndex - 1,
    take: count,
  });
  const Resources = await toGroups(ctx, rows, showsMembers({ attributes, excludedAttributes }));
  return { schemas: [schemaIds.list], totalResults, startIndex, itemsPerPage: Resources.length, Resources };
});

function whereOf({ by, value }: GroupFilter): Prisma.ScimGroupWhereInput {
  switch (by) {
    case "id":
      return { id: value };
    case "displayName":
      return { key: keyOf(value) };
    case "externalId":
      return { externalId: value };
    case "member":
      return { members: { some: { userId: value } } };
  }
}
