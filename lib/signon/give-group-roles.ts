/** Makes a person's roles what their groups say, and keeps the last admin one. */
import { recordAudit } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import { changePerson } from "@/lib/identity/change-person";
import { knownRoles } from "@/lib/identity/rules";
import { Refusal } from "@/lib/shared/errors";
import type { Role } from "@/lib/shared/permissions";
import { groupRolesOf } from "./rows";
import { rolesByGroups } from "./rules";

export async function giveGroupRoles(tx: TxCtx, userId: string, groups: readonly string[]): Promise<readonly Role[]> {
  const where = { id_orgId: { id: userId, orgId: tx.orgId } };
  const { roles: stored } = await tx.db.user.findUniqueOrThrow({ where, select: { roles: true } });
  const before = knownRoles(stored);
  const roles = rolesByGroups(before, await groupRolesOf(tx), groups);
  try {
    return await change(tx, userId, roles);
  } catch (error) {
    // Groups are no reason to leave nobody who administers, or nobody who comes in when the provider fails.
    if (!(error instanceof Refusal) || error.code !== "conflict" || !before.includes("admin")) throw error;
    return change(tx, userId, knownRoles([...roles, "admin"]));
  }
}

async function change(tx: TxCtx, id: string, roles: readonly Role[]): Promise<readonly Role[]> {
  const { result, event } = await changePerson(tx, { id, roles });
  if (event !== "repetition") for (const one of Array.isArray(event) ? event : [event]) await recordAudit(tx, one);
  return result.roles;
}
