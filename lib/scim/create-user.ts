import { command } from "@/lib/audit/command";
import type { TxCtx } from "@/lib/db/ctx";
import { lockPeople } from "@/lib/identity/lock-people";
import { newId } from "@/lib/shared/ids";
import type { Role } from "@/lib/shared/permissions";
import { StartRole } from "./connection-contract";
import { createUserOp } from "./contract";
import { refuseOtherDomain, refuseTaken, saidData } from "./keep-user";
import { toUser, userRow } from "./rows";
import { emailOf, personName } from "./rules";

/** Without a password: they come in through the identity provider. */
export const createUser = command(createUserOp, async (tx, user) => {
  await lockPeople(tx);
  const email = emailOf(user);
  await refuseOtherDomain(tx, email);
  await refuseTaken(tx, user, email, null);
  const roles = await startRoles(tx);
  const id = newId("user", tx.now.getTime());
  const name = personName(user);
  const status = user.active ? "active" : "disabled";
  await tx.db.user.create({
    data: { id, orgId: tx.orgId, email, name, roles, status, createdAt: tx.now },
    select: { id: true },
  });
  await tx.db.scimPerson.create({
    data: { ...saidData(user), userId: id, orgId: tx.orgId },
    select: { userId: true },
  });
  return {
    result: toUser(await userRow(tx, id)),
    event: {
      action: "person.joined",
      target: { kind: "person", id, name },
      detail: { by: "SCIM", email, roles, status },
    },
  };
});

async function startRoles(tx: TxCtx): Promise<Role[]> {
  const connection = await tx.db.scimConnection.findUnique({
    where: { id_orgId: { id: tx.actor.id, orgId: tx.orgId } },
    select: { role: true },
  });
  return StartRole.options.filter((role) => role === connection?.role);
}
