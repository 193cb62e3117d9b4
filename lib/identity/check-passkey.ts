/** Checks a passkey's answer to a challenge, and keeps all that somebody else needs to check it again. */
import { createPublicKey, type JsonWebKey } from "node:crypto";
import { verifyAuthenticationResponse } from "@simplewebauthn/server";
import { decodeCredentialPublicKey } from "@simplewebauthn/server/helpers";
import type { TxCtx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import type { PasskeyAnswer, StepUpReceipt } from "./passkey-contract";
import { challengeOf, relyingParty } from "./step-up";

const refused = (why: string) => new Refusal("step_up_refused", `${why} Nothing was approved.`);

/** The library throws for what it does not accept; the sentence names no internals. */
export function isRefusedByPasskey(): { verified: false } {
  return { verified: false };
}

/** `statement` is what the challenge was made of. Throws step_up_refused for whatever is not exactly that, verified by its person. */
export async function checkPasskey(
  tx: TxCtx,
  userId: string,
  statement: string,
  answer: PasskeyAnswer,
): Promise<StepUpReceipt> {
  const row = await tx.db.passkey.findFirst({ where: { id: answer.id, orgId: tx.orgId, userId } });
  if (!row) throw refused("This is not one of your passkeys here.");
  const { id: rpId, origin } = relyingParty();
  const checked = await verifyAuthenticationResponse({
    response: answer,
    expectedChallenge: Buffer.from(challengeOf(statement)).toString("base64url"),
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: true,
    credential: {
      id: row.id,
      publicKey: new Uint8Array(row.publicKey),
      counter: Number(row.counter),
      transports: row.transports,
    },
  }).catch(isRefusedByPasskey);
  if (!checked.verified) throw refused("The passkey's answer is not for this request, or was used before.");
  await tx.db.passkey.update({
    where: { id: row.id },
    data: { counter: checked.authenticationInfo.newCounter, lastUsedAt: tx.now },
  });
  const { publicKey, algorithm } = publicKeyOf(new Uint8Array(row.publicKey));
  const { clientDataJSON, authenticatorData, signature } = answer.response;
  const signed = { statement, clientDataJSON, authenticatorData, signature };
  return { format: 1, passkeyId: row.id, passkeyName: row.name, publicKey, algorithm, rpId, origin, ...signed };
}

/** COSE (RFC 9053) to what common tools read. The members of a COSE key have numbers for names. */
export function publicKeyOf(cose: Uint8Array<ArrayBuffer>): { publicKey: string; algorithm: number } {
  const key = decodeCredentialPublicKey(cose) as unknown as Map<number, unknown>;
  const text = (member: number): string => {
    const value = key.get(member);
    if (!(value instanceof Uint8Array)) throw refused("The passkey's public key cannot be read.");
    return Buffer.from(value).toString("base64url");
  };
  const jwk = (): JsonWebKey => {
    switch (key.get(1)) {
      case 2:
        return { kty: "EC", crv: "P-256", x: text(-2), y: text(-3) };
      case 1:
        return { kty: "OKP", crv: "Ed25519", x: text(-2) };
      case 3:
        return { kty: "RSA", n: text(-1), e: text(-2) };
      default:
        throw refused("The passkey's kind of key is not known here.");
    }
  };
  const pem = createPublicKey({ key: jwk(), format: "jwk" }).export({ type: "spki", format: "pem" });
  return { publicKey: pem.toString(), algorithm: Number(key.get(3)) };
}
