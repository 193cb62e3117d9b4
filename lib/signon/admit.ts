/** Whom the provider's answer is here: the account that is bound to its subject, one that may be linked to it, or a new one. */
import { recordAudit } from "@/lib/audit/record";
import { type Ctx, type TxCtx, transaction } from "@/lib/db/ctx";
import type { SignOn } from "@/lib/db/generated/client";
import { lockPeople } from "@/lib/identity/lock-people";
import { newId } from "@/lib/shared/ids";
import { PersonRole } from "@/lib/shared/permissions";
import { giveGroupRoles, rolesOfNewcomer } from "./give-group-roles";
import type { Claims } from "./provider";
import { type SignOnReason, SignOnRefused } from "./refusals";
import { type Address, addressOf, groupsOf, isVerified, nameOf } from "./rules";

/** Refused after something was changed that must stay changed: whoever left all groups loses their roles with it. */
export type Admission = { userId: string } | { refused: SignOnReason };

export const admit = (ctx: Ctx, version: number, claims: Claims): Promise<Admission> =>
  transaction(ctx, async (tx) => {
    // Two first sign-ins at once must not make one person twice, and settings hold still until this is done.
    await lockPeople(tx);
    const signOn = await tx.db.signOn.findUnique({ where: { orgId: tx.orgId } });
    if (signOn?.version !== version) throw new SignOnRefused(signOn ? "changed" : "off");
    const address = admissibleAddress(signOn, claims);
    const groups = signOn.groupsClaim === null ? [] : groupsOf(claims, signOn.groupsClaim);
    if (groups === "too many") throw new SignOnRefused("tooManyGroups");
    const person = await personFor(tx, signOn, claims, address, groups);
    if ("refused" in person) return person;
    const account = { orgId: tx.orgId, issuer: signOn.issuer, subject: claims.sub };
    await tx.db.providerAccount.update({
      where: { orgId_issuer_subject: account },
      data: { groups, lastUsedAt: tx.now },
      select: { userId: true },
    });
    if (signOn.groupsClaim !== null) await giveGroupRoles(tx, [person.userId]);
    const { roles } = await tx.db.user.findUniqueOrThrow({
      where: { id_orgId: { id: person.userId, orgId: tx.orgId } },
      select: { roles: true },
    });
    return roles.length > 0 ? { userId: person.userId } : { refused: "noRole" };
  });

function admissibleAddress(signOn: SignOn, claims: Claims): Address {
  const address = addressOf(claims.email);
  if (!address || claims.sub.length > 255) throw new SignOnRefused("noAddress");
  if (claims.email_verified === undefined ? !signOn.trustsAddress : !isVerified(claims.email_verified))
    throw new SignOnRefused("unverified");
  if (!signOn.domains.includes(address.domain)) throw new SignOnRefused("domain");
  return address;
}

type Found = { userId: string };

async function personFor(
  tx: TxCtx,
  signOn: SignOn,
  claims: Claims,
  address: Address,
  groups: string[],
): Promise<Found | { refused: SignOnReason }> {
  const where = { orgId: tx.orgId, issuer: signOn.issuer };
  const bound = await tx.db.providerAccount.findUnique({
    where: { orgId_issuer_subject: { ...where, subject: claims.sub } },
    include: { user: true },
  });
  if (bound) {
    if (bound.user.status !== "active") throw new SignOnRefused("disabled");
    return { userId: bound.userId };
  }
  // Letter by letter: an address that only resembles another belongs to somebody else.
  const known = await tx.db.user.findUnique({
    where: { email: address.lower },
    include: { providerAccounts: { where }, scimPerson: true },
  });
  if (!known) return makePerson(tx, signOn, claims, address, groups);
  // A directory that wrote the address in capitals is the organisation's own, and means the same person.
  const spelt = [known.email, known.scimPerson && addressOf(known.scimPerson.userName)?.exact];
  if (known.orgId !== tx.orgId || known.demo || !spelt.includes(address.exact)) throw new SignOnRefused("lookAlike");
  if (known.status !== "active") throw new SignOnRefused("disabled");
  if (known.providerAccounts.length > 0) throw new SignOnRefused("otherSubject");
  await link(tx, signOn, claims.sub, { id: known.id, name: known.name }, address);
  return { userId: known.id };
}

async function makePerson(
  tx: TxCtx,
  signOn: SignOn,
  claims: Claims,
  address: Address,
  groups: string[],
): Promise<Found | { refused: SignOnReason }> {
  if (!signOn.newcomers) throw new SignOnRefused("unknown");
  const start = PersonRole.options.filter((role) => role === signOn.newcomerRole);
  const roles = signOn.groupsClaim === null ? start : await rolesOfNewcomer(tx, start, groups);
  if (roles.length === 0) throw new SignOnRefused("noRole");
  const id = newId("user", tx.now.getTime());
  const name = nameOf(claims, address);
  await tx.db.user.create({
    data: { id, orgId: tx.orgId, email: address.lower, name, roles, createdAt: tx.now },
    select: { id: true },
  });
  await recordAudit(tx, {
    action: "person.joined",
    target: { kind: "person", id, name },
    detail: { by: "single sign-on", email: address.lower, roles },
  });
  await link(tx, signOn, claims.sub, { id, name }, address);
  return { userId: id };
}

async function link(
  tx: TxCtx,
  { issuer }: SignOn,
  subject: string,
  person: { id: string; name: string },
  address: Address,
): Promise<void> {
  await tx.db.providerAccount.create({
    data: { orgId: tx.orgId, issuer, subject, userId: person.id, createdAt: tx.now, lastUsedAt: tx.now },
    select: { userId: true },
  });
  await recordAudit(tx, {
    action: "person.linked",
    target: { kind: "person", ...person },
    detail: { issuer, subject, email: address.exact },
  });
}
