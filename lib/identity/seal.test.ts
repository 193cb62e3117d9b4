import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { seal, unseal } from "./seal";

const key = randomBytes(32);
const secret = Buffer.from("the secret");

test("a sealed secret opens for its own key and owner only", () => {
  const sealed = seal(key, secret, "row-1");
  expect(() => unseal(randomBytes(32), sealed, "row-1")).toThrow();
  expect(() => unseal(key, sealed, "row-2")).toThrow();
  expect(unseal(key, sealed, "row-1").toString()).toBe("the secret");
});

test("a single changed bit, wherever it is, keeps it shut", () => {
  const sealed = seal(key, secret, "row-1");
  for (let at = 0; at < sealed.length; at++) {
    const changed = Uint8Array.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => unseal(key, changed, "row-1")).toThrow();
  }
  expect(() => unseal(key, sealed.subarray(0, 20), "row-1")).toThrow();
});

test("the same secret is never sealed to the same bytes", () => {
  expect(seal(key, secret, "a")).not.toEqual(seal(key, secret, "a"));
});
