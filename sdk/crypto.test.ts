import { expect, test } from "vitest";
import {
  generateSigningKey,
  keyIdOf,
  privateKeyPem,
  readSigningKey,
  readToken,
  signCanonical,
  signToken,
  verifyCanonical,
  verifyToken,
} from "./crypto.ts";

const key = generateSigningKey();
const other = generateSigningKey();
const claims = { iss: "pep-1", aud: "gatehouse", iat: 1000, exp: 1240, jti: "once" } as const;

test("a signature over another value, by another key or damaged is refused", () => {
  const signature = signCanonical(key, { a: 1 });
  expect(verifyCanonical(key.publicKeyPem, { a: 2 }, signature)).toBe(false);
  expect(verifyCanonical(other.publicKeyPem, { a: 1 }, signature)).toBe(false);
  expect(verifyCanonical(key.publicKeyPem, { a: 1 }, { ...signature, value: "AAAA" })).toBe(false);
  expect(verifyCanonical("not a key", { a: 1 }, signature)).toBe(false);
  expect(verifyCanonical(key.publicKeyPem, { a: 1 }, signature)).toBe(true);
});

test("a signature holds whatever the order of the members", () => {
  expect(verifyCanonical(key.publicKeyPem, { b: 2, a: 1 }, signCanonical(key, { a: 1, b: 2 }))).toBe(true);
});

test("a token that is expired, early, too long-lived, altered or by another key is refused", () => {
  const token = signToken(key, claims);
  const [head, , signature] = token.split(".");
  const forged = Buffer.from(JSON.stringify({ ...claims, iss: "pep-2" })).toString("base64url");
  expect(verifyToken(token, key.publicKeyPem, 1271)).toBeNull();
  expect(verifyToken(token, key.publicKeyPem, 969)).toBeNull();
  expect(verifyToken(signToken(key, { ...claims, exp: 1301 }), key.publicKeyPem, 1100)).toBeNull();
  expect(verifyToken(`${head}.${forged}.${signature}`, key.publicKeyPem, 1100)).toBeNull();
  expect(verifyToken(token, other.publicKeyPem, 1100)).toBeNull();
  expect(verifyToken(token, key.publicKeyPem, 1100)).toEqual(claims);
});

test("a token that names another algorithm is refused", () => {
  const head = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
  const [, body, signature] = signToken(key, claims).split(".");
  expect(readToken(`${head}.${body}.${signature}`)).toBeNull();
  expect(readToken("a.b")).toBeNull();
});

test("a key read back is the same key", () => {
  const read = readSigningKey(privateKeyPem(key));
  expect(read.keyId).toBe(key.keyId);
  expect(read.keyId).toBe(keyIdOf(key.publicKeyPem));
  expect(read.keyId).toMatch(/^[0-9a-f]{16}$/);
});
