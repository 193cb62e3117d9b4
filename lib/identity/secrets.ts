/** Secrets that people and programs carry. Only their SHA-256 is stored: at 200 bits and more, nobody can search for them. */
import { createHash, randomBytes } from "node:crypto";

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const KEY_PREFIX = "gh_live_";
const KEY_CHARACTERS = 40;
const CHECK_CHARACTERS = 6;
const keyShape = new RegExp(`^${KEY_PREFIX}([${alphabet}]{${KEY_CHARACTERS}})([${alphabet}]{${CHECK_CHARACTERS}})$`);

/** What is stored instead of a secret, and what it is found by. */
export const hashSecret = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/** 256 bits for sessions, invitations and the set-up link. */
export const newToken = (): string => randomBytes(32).toString("base64url");

/** `gh_live_`, 200 random bits, and six characters of checksum by which a secret scanner tells it from an accident. */
export function newApiKey(): string {
  const body = base32(randomBytes(KEY_CHARACTERS));
  return `${KEY_PREFIX}${body}${checksum(body)}`;
}

export function isApiKey(text: string): boolean {
  const [, body, check] = keyShape.exec(text) ?? [];
  return body !== undefined && check === checksum(body);
}

/** The beginning of a key, by which people tell keys apart: too little to be of use to anyone else. */
export const visiblePrefix = (key: string): string => key.slice(0, KEY_PREFIX.length + 4);

const checksum = (body: string): string =>
  base32(createHash("sha256").update(`${KEY_PREFIX}${body}`).digest().subarray(0, CHECK_CHARACTERS));

/** Five bits of each byte, so that every character is equally likely. */
const base32 = (bytes: Uint8Array): string => Array.from(bytes, (byte) => alphabet.charAt(byte % 32)).join("");
