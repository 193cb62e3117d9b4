/** Makes a group be what the directory says, and its members' roles with it: one step for making, replacing and patching. */
import type { Step } from "@/lib/audit/command";
import type { TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { lockPeople } from "@/lib/identity/lock-people";
import { giveGroupRoles } from "@/lib/signon/give-group-roles";
import { groupRow } from "./group-rows";
import type { GroupChange } from "./group-rules";
import { ScimRefusal } from "./refusal";
import { wrong } from "./rules";

/** So many ids are remembered in the audit log; how many they were, always. */
const MOST_NAMED = 50;
const named = (ids: readonly string[]) => ({ count: ids.length, first: ids.slice(0, MOST_NAMED) });

type Named = { displayName: string; externalId: string | null };

export async function keepGroup(
  tx: TxCtx,
  id: string,
  next: (before: Named) => GroupChange,
): Promise<Step<{ id: string }>> {
  await lockPeople(tx);
  const { displayName, externalId } = await groupRow(tx, id);
  const before = { displayName, externalId };
  const change = next(before);
  const after = { displayName: change.displayName, externalId: change.externalId || null };
  const renamed = before.displayName !== after.displayName || before.externalId !== after.externalId;
  if (renamed) {
    await refuseTakenGroup(tx, after, id);
    await tx.db.scimGroup.update({
      where: { id_orgId: { id, orgId: tx.orgId } },
      data: { ...after, key: keyOf(after.displayName) },
      select: { id: true },
    });
  }
  const removed = await removeMembers(tx, id, change);
  const added = await addMembers(tx, id, [...change.add]);
  const concerned = renamed ? [...removed, ...(await memberIds(tx, id))] : [...removed, ...added];
  await giveGroupRoles(tx, concerned);
  if (!renamed && added.length + removed.length === 0) return { result: { id }, event: "repetition" };
  return {
    result: { id },
    event: {
      action: "scim.groupChanged",
      target: { kind: "scimGroup", id, name: after.displayName },
      detail: { ...(renamed ? { before, after } : {}), added: named(added), removed: named(removed) },
    },
  };
}

export const keyOf = (displayName: string): string => displayName.toLowerCase();

/** Call it with people locked. */
export async function refuseTakenGroup(
  tx: TxCtx,
  { displayName, externalId }: Named,
  self: string | null,
): Promise<void> {
  const taken = await tx.db.scimGroup.count({
    where: {
      orgId: tx.orgId,
      ...(self === null ? {} : { id: { not: self } }),
      OR: [{ key: keyOf(displayName) }, ...(externalId ? [{ externalId }] : [])],
    },
  });
  if (taken > 0) throw new ScimRefusal("conflict", "uniqueness", "Another group has this displayName or externalId.");
}

export async function memberIds(tx: TxCtx, groupId: string): Promise<string[]> {
  const rows = await tx.db.scimGroupMember.findMany({ where: { orgId: tx.orgId, groupId }, select: { userId: true } });
  return rows.map(({ userId }) => userId);
}

async function removeMembers(tx: TxCtx, id: string, { replaces, add, remove }: GroupChange): Promise<string[]> {
  const which = replaces
    ? Prisma.sql`NOT ("userId" = ANY(${[...add]}::text[]))`
    : Prisma.sql`"userId" = ANY(${[...remove]}::text[])`;
  const rows = await tx.db.$queryRaw<{ userId: string }[]>(Prisma.sql`
    DELETE FROM "ScimGroupMember" WHERE "orgId" = ${tx.orgId} AND "groupId" = ${id} AND ${which} RETURNING "userId"`);
  return rows.map(({ userId }) => userId);
}

/** Whoever is not here cannot be added, and then nobody is. Gives those who were not members before. */
export async function addMembers(tx: TxCtx, id: string, userIds: string[]): Promise<string[]> {
  if (userIds.length === 0) return [];
  const here = await tx.db.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT "id" FROM "User" WHERE "orgId" = ${tx.orgId} AND NOT "demo" AND "id" = ANY(${userIds}::text[])`);
  const known = new Set(here.map(({ id }) => id));
  const stranger = userIds.find((userId) => !known.has(userId));
  if (stranger !== undefined) throw wrong("invalidValue", `members: there is no user ${stranger} here.`);
  const rows = await tx.db.$queryRaw<{ userId: string }[]>(Prisma.sql`
    INSERT INTO "ScimGroupMember" ("groupId", "orgId", "userId")
    SELECT ${id}, ${tx.orgId}, * FROM unnest(${userIds}::text[]) ON CONFLICT DO NOTHING RETURNING "userId"`);
  return rows.map(({ userId }) => userId);
}
