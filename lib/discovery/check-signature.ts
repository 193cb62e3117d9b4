/**
 * Whether a card's signature is of this card, and by whom. JWS (RFC 7515) over the canonical JSON of the card without its signatures,
 * as A2A 1.0 has it. Only algorithms with a private key that the signer alone has count.
 */
import { constants, createPublicKey, type JsonWebKey, verify } from "node:crypto";
import { z } from "zod";
import { canonicalJson } from "@/sdk/canonical";
import type { CardSignature } from "@/sdk/wire/agent-card";
import type { CardSignatureState } from "./contract";

export type Key = { kid: string; jwk: JsonWebKey };
export type Checked = { state: CardSignatureState; why: string };

const Header = z.looseObject({
  alg: z.string(),
  kid: z.string().optional(),
  jku: z.string().optional(),
  crit: z.unknown().optional(),
});
export type Header = z.infer<typeof Header>;

const algorithms: Readonly<Record<string, { hash: string | null; kty: string; pss?: boolean }>> = {
  ES256: { hash: "sha256", kty: "EC" },
  ES384: { hash: "sha384", kty: "EC" },
  ES512: { hash: "sha512", kty: "EC" },
  EdDSA: { hash: null, kty: "OKP" },
  Ed25519: { hash: null, kty: "OKP" },
  RS256: { hash: "sha256", kty: "RSA" },
  RS384: { hash: "sha384", kty: "RSA" },
  RS512: { hash: "sha512", kty: "RSA" },
  PS256: { hash: "sha256", kty: "RSA", pss: true },
  PS384: { hash: "sha384", kty: "RSA", pss: true },
  PS512: { hash: "sha512", kty: "RSA", pss: true },
};

export function headerOf({ protected: text }: CardSignature): Header | null {
  try {
    const parsed = Header.safeParse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Signers leave out what is empty, or do not: either text says the same, and either is taken. */
export function payloadsOf(card: Record<string, unknown>): string[] {
  const { signatures: _, ...unsigned } = card;
  return [...new Set([canonicalJson(unsigned), canonicalJson(filled(unsigned) ?? {})])];
}

function filled(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((one) => filled(one) ?? one);
  if (typeof value !== "object" || value === null) return value === null || value === "" ? undefined : value;
  const members = Object.entries(value).flatMap(([name, one]) => {
    const kept = filled(one);
    return kept === undefined ? [] : [[name, kept] as const];
  });
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

/** True when the key made this signature over the card. */
export function signedBy({ jwk }: Key, signature: CardSignature, header: Header, payloads: readonly string[]): boolean {
  const algorithm = algorithms[header.alg];
  if (!algorithm || jwk.kty !== algorithm.kty || header.crit !== undefined) return false;
  try {
    const key = createPublicKey({ key: jwk, format: "jwk" });
    const how = algorithm.pss
      ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : { key, dsaEncoding: "ieee-p1363" as const };
    const bytes = Buffer.from(signature.signature, "base64url");
    return payloads.some((payload) => {
      const signed = Buffer.from(`${signature.protected}.${Buffer.from(payload).toString("base64url")}`);
      return verify(algorithm.hash, signed, how, bytes);
    });
  } catch {
    return false;
  }
}

type Given = {
  card: Record<string, unknown>;
  signatures: readonly CardSignature[];
  trusted: readonly Key[];
  ofHost: readonly Key[];
};

/** The best that can be said. A signature by a key that is known, and is not of this card, is worse than none. */
export function checkSignatures({ card, signatures, trusted, ofHost }: Given): Checked {
  if (signatures.length === 0) return { state: "none", why: "The card carries no signature." };
  const payloads = payloadsOf(card);
  const checked = signatures.map((signature): Checked => {
    const header = headerOf(signature);
    if (!header) return { state: "unchecked", why: "The signature's header cannot be read." };
    if (!algorithms[header.alg])
      return { state: "unchecked", why: "It is signed by an algorithm that is not taken here." };
    const fits = ({ kid }: Key) => header.kid === undefined || kid === header.kid;
    const [known, own] = [trusted.filter(fits), ofHost.filter(fits)];
    if (known.some((key) => signedBy(key, signature, header, payloads)))
      return { state: "trusted", why: "A key that was given here signed exactly this card." };
    if (known.length > 0)
      return { state: "failed", why: "A key that was given here did not sign this card as it is now." };
    if (own.some((key) => signedBy(key, signature, header, payloads)))
      return {
        state: "host",
        why: "A key that the card's own host hands out signed it. Whoever serves the card stands by it; who that is, it does not show.",
      };
    if (own.length > 0)
      return { state: "failed", why: "The key that the card's own host hands out did not sign it as it is now." };
    return { state: "unchecked", why: "The key that signed it is not known here, so the signature shows nothing." };
  });
  const order: readonly CardSignatureState[] = ["failed", "trusted", "host", "unchecked"];
  return (
    [...checked].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state))[0] ?? { state: "unchecked", why: "" }
  );
}
