import { createPublicKey } from "node:crypto";
import { command } from "@/lib/audit/command";
import type { TxCtx } from "@/lib/db/ctx";
import { trustKeys } from "@/lib/identity/signing-key";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { Mode } from "@/sdk/wire/words";
import { enrolPointOp, streamPath } from "./contract";
import { tokenHash } from "./invite-point";

export const enrolPoint = command(enrolPointOp, async (ctx, input) => {
  const publicKey = ed25519(input.publicKey);
  const token = await useToken(ctx, input.token);
  if (token.kind !== input.kind)
    throw new Refusal(
      "token_refused",
      `This token was made for a point of kind ${token.kind}, and this one says ${input.kind}.`,
    );
  const tx = { ...ctx, orgId: token.orgId };
  const pepId = newId("point");
  await tx.db.pep.create({
    data: {
      id: pepId,
      orgId: tx.orgId,
      name: token.name,
      kind: token.kind,
      version: input.version,
      publicKey,
      mode: token.mode,
      agents: token.agents,
      enrolledAt: ctx.now,
      demo: token.demo,
    },
  });
  await tx.db.enrolmentToken.update({ where: { id: token.id }, data: { pepId } });
  return {
    result: {
      pepId,
      org: tx.orgId,
      mode: Mode.parse(token.mode),
      agents: token.agents.length > 0 ? token.agents : null,
      trust: await trustKeys(tx),
      streamPath,
      serverTime: ctx.now.toISOString(),
    },
    event: {
      action: "point.enrolled",
      orgId: tx.orgId,
      target: { kind: "point", id: pepId, name: token.name },
      detail: { kind: token.kind, mode: token.mode, agents: token.agents, token: token.id, calledItself: input.name },
    },
  };
});

/** Uses the token up; of two who bring it at once, the row lets one through. */
async function useToken(ctx: TxCtx, token: string) {
  const key = { tokenHash: tokenHash(token) };
  const { count } = await ctx.db.enrolmentToken.updateMany({
    where: { ...key, usedAt: null, expiresAt: { gt: ctx.now } },
    data: { usedAt: ctx.now },
  });
  if (count !== 1) {
    throw new Refusal(
      "token_refused",
      "This enrolment token is unknown, used or expired. Make a new one under Enforcement points, Connect.",
    );
  }
  return ctx.db.enrolmentToken.findUniqueOrThrow({ where: key });
}

function ed25519(pem: string): string {
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType === "ed25519") return key.export({ type: "spki", format: "pem" }).toString();
  } catch {
    // Not a key at all: refused below like a key of another kind.
  }
  throw new Refusal("invalid_input", "publicKey must be an Ed25519 public key in PEM (SubjectPublicKeyInfo).");
}
