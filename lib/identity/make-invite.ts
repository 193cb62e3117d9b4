/** An invitation for a new person, whoever may make one for the roles in question: its maker checked that. */
import type { AuditEvent } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import { env } from "@/lib/env";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import type { Role } from "@/lib/shared/permissions";
import type { Invite } from "./contract";
import { lockPeople } from "./lock-people";
import { toInvite } from "./rows";
import { INVITE_LIFE_MS, knownRoles } from "./rules";
import { hashSecret, newToken } from "./secrets";

type Invitee = { email: string; name: string; roles: readonly Role[]; units?: readonly string[] };

/** What is kept of an invitation's link, and the link itself, which is not. */
export type Ticket = { id: string; tokenHash: string };

export function newTicket(tx: TxCtx): { ticket: Ticket; link: string } {
  const token = newToken();
  const ticket = { id: newId("invite", tx.now.getTime()), tokenHash: hashSecret(token) };
  return { ticket, link: `${env.appUrl}/join?token=${token}` };
}

export const inviteEnds = (now: Date): Date => new Date(now.getTime() + INVITE_LIFE_MS);

export async function refuseTakenAddress(tx: TxCtx, email: string): Promise<void> {
  const taken = await tx.db.user.findUnique({ where: { email }, select: { id: true } });
  if (taken) throw new Refusal("conflict", `${email} already has an account.`);
}

export async function makeInvite(
  tx: TxCtx,
  { email, name, roles, units = [] }: Invitee,
  { id, tokenHash }: Ticket,
): Promise<{ invite: Invite; events: [AuditEvent, ...AuditEvent[]] }> {
  await lockPeople(tx);
  await refuseTakenAddress(tx, email);
  const replaced = await withdrawEarlier(tx, email);
  const row = await tx.db.invite.create({
    data: {
      id,
      orgId: tx.orgId,
      email,
      name,
      roles: knownRoles(roles),
      units: [...units],
      tokenHash,
      createdById: tx.actor.id,
      createdAt: tx.now,
      expiresAt: inviteEnds(tx.now),
    },
  });
  const invite = toInvite(row, tx.now);
  const invited: AuditEvent = {
    action: "person.invited",
    target: { kind: "invite", id: row.id, name: email },
    detail: { name, roles: invite.roles, units: [...units], expiresAt: invite.expiresAt },
  };
  return { invite, events: [invited, ...replaced] };
}

/** A link is shown once, so whoever lost it invites again; then only the new link may work. */
async function withdrawEarlier(tx: TxCtx, email: string): Promise<AuditEvent[]> {
  const earlier = await tx.db.invite.findMany({
    where: { orgId: tx.orgId, email, acceptedAt: null, revokedAt: null, expiresAt: { gt: tx.now } },
    select: { id: true },
  });
  await tx.db.invite.updateMany({
    where: { orgId: tx.orgId, id: { in: earlier.map(({ id }) => id) }, acceptedAt: null },
    data: { revokedAt: tx.now },
  });
  return earlier.map(({ id }) => ({
    action: "invite.revoked",
    target: { kind: "invite", id, name: email },
    detail: { reason: "replaced by a newer invitation" },
  }));
}
