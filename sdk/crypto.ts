/**
 * Ed25519 keys, signatures over canonical JSON, and the short tokens with which an enforcement point names itself.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { z } from "zod";
import { canonicalJson } from "./canonical.ts";
import type { Signature } from "./wire/bundle.ts";

export type SigningKey = { keyId: string; privateKey: KeyObject; publicKeyPem: string };

/** First 16 hex digits of the SHA-256 of the key's SubjectPublicKeyInfo (DER): derivable by anyone who holds the key. */
export function keyIdOf(publicKeyPem: string): string {
  const der = createPublicKey(publicKeyPem).export({ type: "spki", format: "der" });
  return createHash("sha256").update(der).digest("hex").slice(0, 16);
}

export function generateSigningKey(): SigningKey {
  return signingKeyOf(generateKeyPairSync("ed25519").privateKey);
}

/** Reads a private key as {@link privateKeyPem} wrote it. Throws when it is not an Ed25519 key. */
export function readSigningKey(pem: string): SigningKey {
  return signingKeyOf(createPrivateKey(pem));
}

export function privateKeyPem(key: SigningKey): string {
  return key.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

function signingKeyOf(privateKey: KeyObject): SigningKey {
  if (privateKey.asymmetricKeyType !== "ed25519") throw new Error("the key is not an Ed25519 key");
  const publicKeyPem = createPublicKey(privateKey).export({ type: "spki", format: "pem" }).toString();
  return { keyId: keyIdOf(publicKeyPem), privateKey, publicKeyPem };
}

/** Signs the UTF-8 bytes of the canonical JSON of `value`. */
export function signCanonical(key: SigningKey, value: unknown): Signature {
  const bytes = sign(null, Buffer.from(canonicalJson(value)), key.privateKey);
  return { keyId: key.keyId, algorithm: "Ed25519", value: bytes.toString("base64") };
}

/** False, never an exception, for anything that is not a good signature by `publicKeyPem`. */
export function verifyCanonical(publicKeyPem: string, value: unknown, signature: Signature): boolean {
  try {
    const key = createPublicKey(publicKeyPem);
    if (key.asymmetricKeyType !== "ed25519") return false;
    return verify(null, Buffer.from(canonicalJson(value)), key, Buffer.from(signature.value, "base64"));
  } catch {
    return false;
  }
}

/** False, never an exception, for anything that is not a good signature (base64) by `publicKeyPem` over the text's UTF-8 bytes. */
export function verifyText(publicKeyPem: string, text: string, signature: string): boolean {
  try {
    const key = createPublicKey(publicKeyPem);
    if (key.asymmetricKeyType !== "ed25519") return false;
    return verify(null, Buffer.from(text), key, Buffer.from(signature, "base64"));
  } catch {
    return false;
  }
}

export const TOKEN_AUDIENCE = "gatehouse";
/** The longest life of a token that a verifier accepts. */
export const TOKEN_MAX_SECONDS = 300;

const TokenHeader = z.object({ alg: z.literal("EdDSA") });
const TokenClaims = z.object({
  iss: z.string().min(1),
  aud: z.literal(TOKEN_AUDIENCE),
  iat: z.int(),
  exp: z.int(),
  jti: z.string().min(1),
});
export type TokenClaims = z.infer<typeof TokenClaims>;

/** Compact JWS (RFC 7515) with EdDSA. */
export function signToken(key: SigningKey, claims: TokenClaims): string {
  const head = encode({ alg: "EdDSA", typ: "JWT", kid: key.keyId });
  const signed = `${head}.${encode(claims)}`;
  return `${signed}.${sign(null, Buffer.from(signed), key.privateKey).toString("base64url")}`;
}

/** Claims of a token, unverified: to find the key by `iss`. Null when it is not a token of ours. */
export function readToken(token: string): TokenClaims | null {
  const [head, body, signature, rest] = token.split(".");
  if (!head || !body || !signature || rest !== undefined) return null;
  if (!TokenHeader.safeParse(decode(head)).success) return null;
  return TokenClaims.safeParse(decode(body)).data ?? null;
}

/** Claims when the token is signed by `publicKeyPem` and in force at `now` (seconds), give or take `leeway`; else null. */
export function verifyToken(token: string, publicKeyPem: string, now: number, leeway = 30): TokenClaims | null {
  const claims = readToken(token);
  if (!claims) return null;
  const end = token.lastIndexOf(".");
  const signature = Buffer.from(token.slice(end + 1), "base64url");
  if (!verify(null, Buffer.from(token.slice(0, end)), createPublicKey(publicKeyPem), signature)) return null;
  if (claims.exp - claims.iat > TOKEN_MAX_SECONDS || claims.exp <= claims.iat) return null;
  return claims.iat - leeway <= now && now < claims.exp + leeway ? claims : null;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString());
  } catch {
    return null;
  }
}
