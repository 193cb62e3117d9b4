import { expect, test } from "vitest";
import { hashSecret, isApiKey, newApiKey, newToken, visiblePrefix } from "./secrets";

test("a key with one character changed, cut off or added is no key", () => {
  const key = newApiKey();
  expect(isApiKey(key)).toBe(true);
  expect(isApiKey(key.slice(0, -1))).toBe(false);
  expect(isApiKey(`${key}0`)).toBe(false);
  expect(isApiKey(` ${key}`)).toBe(false);
  expect(isApiKey(`${key}\n`)).toBe(false);
  for (let at = 8; at < key.length; at++) {
    const other = key[at] === "0" ? "1" : "0";
    expect(isApiKey(key.slice(0, at) + other + key.slice(at + 1))).toBe(false);
  }
});

test("keys and tokens carry at least 160 bits, and no two are alike", () => {
  expect(newApiKey()).toMatch(/^gh_live_[0-9a-hjkmnp-tv-z]{46}$/);
  expect(Buffer.from(newToken(), "base64url")).toHaveLength(32);
  expect(new Set(Array.from({ length: 200 }, newApiKey)).size).toBe(200);
});

test("what is stored and what is shown do not give the key away", () => {
  const key = newApiKey();
  expect(hashSecret(key)).toMatch(/^[0-9a-f]{64}$/);
  expect(visiblePrefix(key)).toHaveLength(12);
});
