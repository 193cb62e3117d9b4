/**
 * Challenges for passkeys. A challenge is the SHA-256 of a canonical statement that says what is agreed to, by whom and when,
 * so that the signature proves consent to that and to nothing else; it is answered once, within minutes.
 */
import { createHash, randomBytes } from "node:crypto";
import type { Ctx, TxCtx } from "@/lib/db/ctx";
import { env } from "@/lib/env";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { canonicalJson, type JsonObject } from "@/sdk/canonical";

/** People need time to find their key; a challenge that lies about for longer helps nobody. */
export const STEP_UP_SECONDS = 300;

export type Purpose = "register" | "approve" | "delegate" | "breakGlass" | "confirmChange";
export type Opened = { id: string; statement: string; challenge: Uint8Array<ArrayBuffer> };

export const relyingParty = () => ({ id: new URL(env.appUrl).hostname, origin: new URL(env.appUrl).origin });

export const challengeOf = (statement: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash("sha256").update(statement, "utf8").digest());

/** `about` joins what the statement says; the caller is a person. */
export async function openStepUp(tx: TxCtx, userId: string, purpose: Purpose, about: JsonObject): Promise<Opened> {
  const statement = canonicalJson({
    format: 1,
    purpose: `gatehouse.${purpose}`,
    org: tx.orgId,
    user: userId,
    at: tx.now.toISOString(),
    nonce: randomBytes(16).toString("base64url"),
    ...about,
  });
  const id = newId("stepUp", tx.now.getTime());
  const expiresAt = new Date(tx.now.getTime() + STEP_UP_SECONDS * 1000);
  await tx.db.stepUp.create({
    data: { id, orgId: tx.orgId, userId, purpose, statement, createdAt: tx.now, expiresAt },
  });
  return { id, statement, challenge: challengeOf(statement) };
}

/** Uses the challenge up, in the transaction of what it permits, and gives its statement. Somebody else's is nobody's. */
export async function takeStepUp(tx: TxCtx, id: string, userId: string, purpose: Purpose): Promise<string> {
  const where = { id, orgId: tx.orgId, userId, purpose };
  const { count } = await tx.db.stepUp.updateMany({
    where: { ...where, usedAt: null, expiresAt: { gt: tx.now } },
    data: { usedAt: tx.now },
  });
  const row = await tx.db.stepUp.findFirst({ where, select: { statement: true } });
  if (row && count === 1) return row.statement;
  throw new Refusal(
    "step_up_refused",
    row
      ? "This question to your passkey was answered already or is too old. Try again."
      : "This question was not put to your passkey. Try again.",
  );
}

/** The person who asks; keys and machines have no passkeys. */
export function personOf(ctx: Ctx): { id: string; name: string } {
  if (ctx.actor.kind === "user") return ctx.actor;
  throw new Refusal("forbidden", "Passkeys belong to people: sign in to the console in a browser.");
}
