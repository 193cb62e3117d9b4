/** Makes people's roles what their groups say now, and keeps the last admin one. */
import { recordAudit } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import { changePerson } from "@/lib/identity/change-person";
import { knownRoles, sameRoles } from "@/lib/identity/rules";
import { Refusal } from "@/lib/shared/errors";
import type { Role } from "@/lib/shared/permissions";
import type { GroupRole } from "./contract";
import { groupRolesOf } from "./rows";
import { type DirectoryGroup, groupsInForce, rolesByGroups } from "./rules";

/** For whomever a sign-in, a change of a directory's group or of the mapping concerns. Call it with people locked. */
export async function giveGroupRoles(tx: TxCtx, userIds: readonly string[]): Promise<void> {
  const mapping = await groupRolesOf(tx);
  if (mapping.length === 0 || userIds.length === 0) return;
  const [people, claimed, groups] = await Promise.all([
    tx.db.user.findMany({ where: { orgId: tx.orgId, id: { in: [...userIds] } }, select: { id: true, roles: true } }),
    claimedGroups(tx, userIds),
    mappedGroups(tx, mapping, userIds),
  ]);
  for (const { id, roles } of people) {
    const before = knownRoles(roles);
    const directory = groups.map(({ names, members }) => ({ names, member: members.has(id) }));
    const after = rolesByGroups(before, mapping, groupsInForce(directory, claimed.get(id) ?? []));
    if (!sameRoles(before, after)) await give(tx, id, before, after);
  }
}

/** What a newcomer's groups give, of whom no directory has said anything yet. */
export async function rolesOfNewcomer(tx: TxCtx, start: readonly Role[], claimed: readonly string[]): Promise<Role[]> {
  const mapping = await groupRolesOf(tx);
  const directory: DirectoryGroup[] = (await mappedGroups(tx, mapping, [])).map(({ names }) => ({
    names,
    member: false,
  }));
  return rolesByGroups(start, mapping, groupsInForce(directory, claimed));
}

/** As the provider named them at the last sign-in; nothing where groups are not asked of it. */
async function claimedGroups(tx: TxCtx, userIds: readonly string[]): Promise<Map<string, string[]>> {
  const signOn = await tx.db.signOn.findUnique({
    where: { orgId: tx.orgId },
    select: { issuer: true, groupsClaim: true },
  });
  if (signOn === null || signOn.groupsClaim === null) return new Map();
  const accounts = await tx.db.providerAccount.findMany({
    where: { orgId: tx.orgId, issuer: signOn.issuer, userId: { in: [...userIds] } },
    select: { userId: true, groups: true },
  });
  return new Map(accounts.map(({ userId, groups }) => [userId, groups]));
}

type MappedGroup = { names: string[]; members: Set<string> };

/** Directories' groups that a line of the mapping means, by name or by external id: providers claim either. */
async function mappedGroups(
  tx: TxCtx,
  mapping: readonly GroupRole[],
  userIds: readonly string[],
): Promise<MappedGroup[]> {
  const named = [...new Set(mapping.map(({ group }) => group))];
  const rows = await tx.db.scimGroup.findMany({
    where: { orgId: tx.orgId, OR: [{ displayName: { in: named } }, { externalId: { in: named } }] },
    select: {
      displayName: true,
      externalId: true,
      members: { where: { userId: { in: [...userIds] } }, select: { userId: true } },
    },
  });
  return rows.map(({ displayName, externalId, members }) => ({
    names: externalId === null ? [displayName] : [displayName, externalId],
    members: new Set(members.map(({ userId }) => userId)),
  }));
}

async function give(tx: TxCtx, id: string, before: readonly Role[], after: readonly Role[]): Promise<void> {
  try {
    await change(tx, id, after);
  } catch (error) {
    // Groups are no reason to leave nobody who administers, or nobody who comes in when the provider fails.
    if (!(error instanceof Refusal) || error.code !== "conflict" || !before.includes("admin")) throw error;
    await change(tx, id, knownRoles([...after, "admin"]));
  }
}

async function change(tx: TxCtx, id: string, roles: readonly Role[]): Promise<void> {
  const { event } = await changePerson(tx, { id, roles });
  if (event !== "repetition") for (const one of Array.isArray(event) ? event : [event]) await recordAudit(tx, one);
}
