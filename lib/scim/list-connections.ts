import { query } from "@/lib/audit/query";
import type { Ctx } from "@/lib/db/ctx";
import { PersonRole } from "@/lib/shared/permissions";
import { type DirectoryGroup, listScimConnectionsOp } from "./connection-contract";
import { baseUrl, toConnection } from "./rows";

const MOST_GROUPS = 1_000;

export const listScimConnections = query(listScimConnectionsOp, async (ctx) => {
  const [rows, groups] = await Promise.all([
    ctx.db.scimConnection.findMany({
      where: { orgId: ctx.orgId },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: 100,
    }),
    groupsOf(ctx),
  ]);
  return { baseUrl: baseUrl(), items: rows.map(toConnection), groups };
});

/** A group is named by its name or by its directory's own id, as the mapping of single sign-on has it. */
async function groupsOf({ db, orgId }: Ctx): Promise<DirectoryGroup[]> {
  const [groups, given] = await Promise.all([
    db.scimGroup.findMany({
      where: { orgId },
      orderBy: { key: "asc" },
      take: MOST_GROUPS,
      include: { _count: { select: { members: true } } },
    }),
    db.groupRole.findMany({ where: { orgId } }),
  ]);
  return groups.map(({ id, displayName, externalId, _count }) => ({
    id,
    name: displayName,
    externalId,
    members: _count.members,
    roles: PersonRole.options.filter((role) =>
      given.some((one) => one.role === role && (one.group === displayName || one.group === externalId)),
    ),
  }));
}
