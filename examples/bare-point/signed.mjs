// Canonical JSON (RFC 8785), digests, Ed25519 signatures, and the token by which the point names itself.
import { createHash, createPublicKey, randomUUID, sign, verify } from "node:crypto";

export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "string" && !value.isWellFormed()) throw new Error("a lone surrogate has no UTF-8 form");
  if (typeof value === "number" && !Number.isFinite(value)) throw new Error("a number that is not finite");
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${canonical(name)}:${canonical(value[name])}`).join(",")}}`;
}

export const sha256 = (text) => `sha256:${createHash("sha256").update(text).digest("hex")}`;
export const digestOf = (value) => sha256(canonical(value));
export const signValue = (key, value) => sign(null, Buffer.from(canonical(value)), key).toString("base64");

/** Throws unless `signature` is one over `value` by a key of `trust`. */
export function checkSignature(trust, value, signature) {
  const key = trust.find((each) => each.keyId === signature.keyId);
  if (!key) throw new Error(`it is signed by ${signature.keyId}, a key that is not trusted`);
  const bytes = Buffer.from(signature.value, "base64");
  if (!verify(null, Buffer.from(canonical(value)), createPublicKey(key.publicKey), bytes))
    throw new Error("its signature does not match");
}

/** A compact EdDSA JWT that lives four minutes. */
export function token(key, pepId) {
  const iat = Math.floor(Date.now() / 1000);
  const encode = (part) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const claims = { iss: pepId, aud: "gatehouse", iat, exp: iat + 240, jti: randomUUID() };
  const signed = `${encode({ alg: "EdDSA", typ: "JWT" })}.${encode(claims)}`;
  return `${signed}.${sign(null, Buffer.from(signed), key).toString("base64url")}`;
}
