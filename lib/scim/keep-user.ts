/** Makes a person be what the directory says: one step for replacing and patching. */
import type { Step } from "@/lib/audit/command";
import type { AuditEvent } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import { changePerson } from "@/lib/identity/change-person";
import { lockPeople } from "@/lib/identity/lock-people";
import type { ScimUser, UserInput } from "./contract";
import { ScimRefusal } from "./refusal";
import { saidOf, toUser, userRow } from "./rows";
import { emailOf, personName } from "./rules";

export const saidData = (user: UserInput) => ({
  userName: user.userName,
  key: user.userName.toLowerCase(),
  externalId: user.externalId || null,
  displayName: user.displayName || user.name?.formatted || null,
  givenName: user.name?.givenName || null,
  familyName: user.name?.familyName || null,
});

export async function keepUser(tx: TxCtx, id: string, next: (said: UserInput) => UserInput): Promise<Step<ScimUser>> {
  await lockPeople(tx);
  const before = await userRow(tx, id);
  const user = next(saidOf(before));
  const email = emailOf(user);
  if (email !== before.email) await refuseOtherDomain(tx, email);
  await refuseTaken(tx, user, email, id);
  // The very step by which an admin disables somebody: sessions end, and the last admin stays.
  const { event } = await changePerson(tx, { id, name: personName(user), status: user.active ? "active" : "disabled" });
  const data = saidData(user);
  await tx.db.scimPerson.upsert({
    where: { userId: id },
    create: { ...data, userId: id, orgId: tx.orgId },
    update: data,
    select: { userId: true },
  });
  const events: AuditEvent[] = event === "repetition" ? [] : Array.isArray(event) ? [...event] : [event];
  if (email !== before.email) {
    await tx.db.user.update({ where: { id_orgId: { id, orgId: tx.orgId } }, data: { email }, select: { id: true } });
    events.push({
      action: "person.changed",
      target: { kind: "person", id, name: before.name },
      detail: { before: { email: before.email }, after: { email } },
    });
  }
  const [first, ...rest] = events;
  return { result: toUser(await userRow(tx, id)), event: first ? [first, ...rest] : "repetition" };
}

/** The domains of single sign-on bind the directory too: an account elsewhere could never come in, or be somebody else's. */
export async function refuseOtherDomain(tx: TxCtx, email: string): Promise<void> {
  const signOn = await tx.db.signOn.findUnique({ where: { orgId: tx.orgId }, select: { domains: true } });
  const domain = email.slice(email.lastIndexOf("@") + 1);
  if (signOn === null || signOn.domains.includes(domain)) return;
  throw new ScimRefusal(
    "invalid_input",
    "invalidValue",
    `${domain} is not among the e-mail domains that are set under Sign-on: ${signOn.domains.join(", ")}.`,
  );
}

/** Call it with people locked. Addresses are one namespace for the whole installation. */
export async function refuseTaken(tx: TxCtx, user: UserInput, email: string, self: string | null): Promise<void> {
  const { key, externalId } = saidData(user);
  const others = self === null ? {} : { not: self };
  const [byEmail, bySaid] = await Promise.all([
    tx.db.user.count({ where: { email, id: others } }),
    tx.db.scimPerson.count({
      where: { orgId: tx.orgId, userId: others, OR: [{ key }, ...(externalId ? [{ externalId }] : [])] },
    }),
  ]);
  if (byEmail + bySaid > 0)
    throw new ScimRefusal("conflict", "uniqueness", "Another user has this userName, e-mail address or externalId.");
}
