import { command } from "@/lib/audit/command";
import { notFound } from "@/lib/shared/errors";
import { unlinkPersonOp } from "./contract";

/** For somebody who was made anew at the provider: the next sign-in links the account there that has their address. */
export const unlinkPerson = command(unlinkPersonOp, async (tx, { id }) => {
  const person = await tx.db.user.findUnique({ where: { id_orgId: { id, orgId: tx.orgId } }, select: { name: true } });
  if (!person) throw notFound("person");
  const links = await tx.db.providerAccount.findMany({ where: { orgId: tx.orgId, userId: id } });
  if (links.length === 0) return { result: { id, unlinked: 0 }, event: "repetition" };
  await tx.db.providerAccount.deleteMany({ where: { orgId: tx.orgId, userId: id } });
  await tx.db.session.updateMany({
    where: { orgId: tx.orgId, userId: id, expiresAt: { gt: tx.now } },
    data: { expiresAt: tx.now },
  });
  return {
    result: { id, unlinked: links.length },
    event: {
      action: "person.unlinked",
      target: { kind: "person", id, name: person.name },
      detail: { accounts: links.map(({ issuer, subject }) => ({ issuer, subject })) },
    },
  };
});
