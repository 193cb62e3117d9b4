import { createPublicKey } from "node:crypto";
import { command } from "@/lib/audit/command";
import type { TxCtx } from "@/lib/db/ctx";
import type { EnrolmentToken, Pep } from "@/lib/db/generated/client";
import { trustKeys } from "@/lib/identity/signing-key";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import type { EnrolInput, EnrolOutput } from "@/sdk/wire/protocol";
import { Mode } from "@/sdk/wire/words";
import { enrolPointOp, streamPath } from "./contract";
import { tokenHash } from "./invite-point";

/** Asking again with the same token and key, because the answer was lost, answers the same enrolment again. */
export const enrolPoint = command(enrolPointOp, async (ctx, input) => {
  const publicKey = ed25519(input.publicKey);
  const token = await lockedToken(ctx, input.token);
  if (!token || token.expiresAt <= ctx.now) throw refused();
  const tx = { ...ctx, orgId: token.orgId };
  if (token.usedAt) {
    const enrolled = await enrolledBy(tx, token.pepId, publicKey);
    return { result: await enrolment(tx, enrolled), event: "repetition" };
  }
  if (token.kind !== input.kind)
    throw new Refusal(
      "token_refused",
      `This token was made for a point of kind ${token.kind}, and this one says ${input.kind}.`,
    );
  const pep = await createPoint(tx, token, input, publicKey);
  return {
    result: await enrolment(tx, pep),
    event: {
      action: "point.enrolled",
      orgId: tx.orgId,
      target: { kind: "point", id: pep.id, name: token.name },
      detail: { kind: token.kind, mode: token.mode, agents: token.agents, token: token.id, calledItself: input.name },
    },
  };
});

const refused = () =>
  new Refusal(
    "token_refused",
    "This enrolment token is unknown, used or expired, or nobody has confirmed it yet. Make a new one under Enforcement points, Connect; what waits stands under Policies, Weaker changes.",
  );

/** Of two who bring it at once, the second waits here for the first. */
async function lockedToken(ctx: TxCtx, token: string): Promise<EnrolmentToken | null> {
  const key = { tokenHash: tokenHash(token) };
  await ctx.db.enrolmentToken.updateMany({ where: key, data: key });
  return ctx.db.enrolmentToken.findUnique({ where: key });
}

async function enrolledBy(tx: TxCtx, pepId: string | null, publicKey: string): Promise<Pep> {
  const pep = pepId ? await tx.db.pep.findUnique({ where: { id_orgId: { id: pepId, orgId: tx.orgId } } }) : null;
  if (!pep || pep.revokedAt || pep.publicKey !== publicKey) throw refused();
  return pep;
}

async function createPoint(tx: TxCtx, token: EnrolmentToken, { version }: EnrolInput, publicKey: string): Promise<Pep> {
  const { name, kind, mode, agents, demo } = token;
  const id = newId("point");
  await tx.db.enrolmentToken.update({ where: { id: token.id }, data: { pepId: id, usedAt: tx.now } });
  return tx.db.pep.create({
    data: { id, orgId: tx.orgId, name, kind, version, publicKey, mode, agents, enrolledAt: tx.now, demo },
  });
}

const enrolment = async (tx: TxCtx, pep: Pep): Promise<EnrolOutput> => ({
  pepId: pep.id,
  org: tx.orgId,
  mode: Mode.parse(pep.mode),
  agents: pep.agents.length > 0 ? pep.agents : null,
  trust: await trustKeys(tx),
  streamPath,
  serverTime: tx.now.toISOString(),
});

function ed25519(pem: string): string {
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType === "ed25519") return key.export({ type: "spki", format: "pem" }).toString();
  } catch {
    // Not a key at all: refused below like a key of another kind.
  }
  throw new Refusal("invalid_input", "publicKey must be an Ed25519 public key in PEM (SubjectPublicKeyInfo).");
}
