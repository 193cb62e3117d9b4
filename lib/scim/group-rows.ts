/** Private to this folder: groups as SCIM shows them. */
import type { Ctx } from "@/lib/db/ctx";
import type { ScimGroup as GroupRow } from "@/lib/db/generated/client";
import { notFound } from "@/lib/shared/errors";
import { schemaIds } from "./contract";
import type { ScimGroup } from "./group-contract";
import { baseUrl } from "./rows";
import { wrong } from "./rules";

/** With their names, that is about two megabytes. */
const MOST_SHOWN = 20_000;

export async function groupRow(ctx: Ctx, id: string): Promise<GroupRow> {
  const row = await ctx.db.scimGroup.findUnique({ where: { id_orgId: { id, orgId: ctx.orgId } } });
  if (!row) throw notFound("group");
  return row;
}

type Member = NonNullable<ScimGroup["members"]>[number];

async function membersOf(ctx: Ctx, groupIds: readonly string[]): Promise<Map<string, Member[]>> {
  const rows = await ctx.db.scimGroupMember.findMany({
    where: { orgId: ctx.orgId, groupId: { in: [...groupIds] } },
    orderBy: [{ groupId: "asc" }, { userId: "asc" }],
    take: MOST_SHOWN + 1,
    select: { groupId: true, userId: true, user: { select: { name: true } } },
  });
  if (rows.length > MOST_SHOWN)
    throw wrong(
      "tooMany",
      "These groups have more members than one answer holds: ask with excludedAttributes=members, or for fewer groups.",
    );
  const members = new Map<string, Member[]>(groupIds.map((id) => [id, []]));
  for (const { groupId, userId, user } of rows)
    members
      .get(groupId)
      ?.push({ value: userId, display: user.name, type: "User", $ref: `${baseUrl()}/Users/${userId}` });
  return members;
}

export async function toGroups(ctx: Ctx, rows: readonly GroupRow[], withMembers: boolean): Promise<ScimGroup[]> {
  const ids = rows.map(({ id }) => id);
  const members = withMembers ? await membersOf(ctx, ids) : null;
  return rows.map(({ id, displayName, externalId, createdAt }) => ({
    schemas: [schemaIds.group],
    id,
    ...(externalId ? { externalId } : {}),
    displayName,
    ...(members ? { members: members.get(id) ?? [] } : {}),
    meta: { resourceType: "Group", created: createdAt.toISOString(), location: `${baseUrl()}/Groups/${id}` },
  }));
}

export async function toGroup(ctx: Ctx, row: GroupRow, withMembers = true): Promise<ScimGroup> {
  const [group] = await toGroups(ctx, [row], withMembers);
  if (!group) throw notFound("group");
  return group;
}
