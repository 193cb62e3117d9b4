import { command } from "@/lib/audit/command";
import type { AuditEvent } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { setUpOp } from "./contract";
import { createOrganisation } from "./create-organisation";
import { someoneIsHere } from "./installation";
import { hashPassword } from "./password";
import { hashSecret } from "./secrets";

/** Any number will do, as long as nothing else in the database locks by it. */
const SET_UP_LOCK = 7_460_001;

export const setUp = command(setUpOp, async (tx, input) => {
  await useToken(tx, input.token);
  const { orgId, event } = await openOrganisation(tx, input.organisation);
  const userId = newId("user", tx.now.getTime());
  await refuseTakenEmail(tx, input.email);
  await tx.db.user.create({
    data: {
      id: userId,
      orgId,
      email: input.email,
      name: input.name,
      passwordHash: await hashPassword(input.password),
      roles: ["admin"],
      createdAt: tx.now,
    },
    select: { id: true },
  });
  const joined: AuditEvent = {
    action: "person.joined",
    orgId,
    target: { kind: "person", id: userId, name: input.name },
    detail: { roles: ["admin"], by: "set-up link" },
  };
  return { result: { orgId, userId }, event: event ? [event, joined] : joined };
});

/** One set-up at a time, and one in all: whoever comes second finds somebody here, or the token used. */
async function useToken(tx: TxCtx, token: string): Promise<void> {
  await tx.db.$executeRaw(Prisma.sql`SELECT pg_advisory_xact_lock(${SET_UP_LOCK})`);
  if (await someoneIsHere(tx.db)) {
    throw new Refusal("conflict", "Gatehouse is already set up. Sign in, or ask an admin for an invitation.");
  }
  const used = await tx.db.setupToken.updateMany({
    where: { tokenHash: hashSecret(token), usedAt: null, expiresAt: { gt: tx.now } },
    data: { usedAt: tx.now },
  });
  if (used.count === 0) {
    throw new Refusal(
      "token_refused",
      "This set-up link is unknown, used or expired. Print a new one with `npm run -s admin -- setup-link`.",
    );
  }
}

/** The organisation that the command line or the demo made before anyone came, or a new one. */
async function openOrganisation(tx: TxCtx, name: string): Promise<{ orgId: string; event: AuditEvent | null }> {
  const waiting = await tx.db.organisation.findFirst({
    where: { rangeOf: null },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  if (!waiting) {
    const { id } = await createOrganisation(tx, { name });
    return {
      orgId: id,
      event: { action: "organisation.created", orgId: id, target: { kind: "organisation", id, name } },
    };
  }
  await tx.db.organisation.update({ where: { id: waiting.id }, data: { name }, select: { id: true } });
  const renamed: AuditEvent = {
    action: "organisation.renamed",
    orgId: waiting.id,
    target: { kind: "organisation", id: waiting.id, name },
    detail: { before: waiting.name, after: name },
  };
  return { orgId: waiting.id, event: waiting.name === name ? null : renamed };
}

async function refuseTakenEmail(tx: TxCtx, email: string): Promise<void> {
  const taken = await tx.db.user.findUnique({ where: { email }, select: { id: true } });
  if (taken) throw new Refusal("conflict", "A demo person already has this e-mail address. Use another.");
}
