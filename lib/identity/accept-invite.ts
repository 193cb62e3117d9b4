import { command } from "@/lib/audit/command";
import type { TxCtx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import type { Role } from "@/lib/shared/permissions";
import { acceptInviteOp } from "./contract";
import { hashPassword } from "./password";
import { inviteState, isOutsider, knownRoles } from "./rules";
import { hashSecret } from "./secrets";

export const acceptInvite = command(acceptInviteOp, async (tx, { token, password }) => {
  const invite = await takeInvite(tx, hashSecret(token));
  const taken = await tx.db.user.findUnique({ where: { email: invite.email }, select: { id: true } });
  if (taken) throw refused("The address of this invitation already has an account. Sign in instead.");
  const id = newId("user", tx.now.getTime());
  const roles = knownRoles(invite.roles);
  await tx.db.user.create({
    data: {
      id,
      orgId: invite.orgId,
      email: invite.email,
      name: invite.name,
      passwordHash: await hashPassword(password),
      roles,
      units: invite.units,
      createdAt: tx.now,
    },
    select: { id: true },
  });
  await bindAccesses(tx, { orgId: invite.orgId, email: invite.email, id, roles });
  return {
    result: { email: invite.email },
    event: {
      action: "person.joined",
      orgId: invite.orgId,
      target: { kind: "person", id, name: invite.name },
      detail: { invite: invite.id, roles },
    },
  };
});

/** Accesses that were given to the address before anybody held it (lib/outside) are from now on this person's, and no other's. */
async function bindAccesses(tx: TxCtx, person: { orgId: string; email: string; id: string; roles: readonly Role[] }) {
  if (!isOutsider(person.roles)) return;
  await tx.db.outsideAccess.updateMany({
    where: { orgId: person.orgId, email: person.email, userId: null },
    data: { userId: person.id },
  });
}

const refused = (message: string) => new Refusal("token_refused", message);

/** Marks the invitation as accepted, once: of two at the same moment one finds nothing left to take. */
async function takeInvite(tx: TxCtx, tokenHash: string) {
  const { count } = await tx.db.invite.updateMany({
    where: { tokenHash, acceptedAt: null, revokedAt: null, expiresAt: { gt: tx.now } },
    data: { acceptedAt: tx.now },
  });
  const invite = await tx.db.invite.findUnique({ where: { tokenHash } });
  if (invite && count === 1) return invite;
  if (invite && inviteState(invite, tx.now) === "expired") {
    throw new Refusal("expired", "This invitation has expired. Ask an admin for a new one.");
  }
  throw refused("This invitation is unknown, used or withdrawn. Ask an admin for a new one.");
}
