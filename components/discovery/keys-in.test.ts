import { expect, test } from "vitest";
import { keysIn } from "./keys-in";

const key = { kty: "EC", kid: "k1", crv: "P-256", x: "a", y: "b" };

test("a private key, a key without a name and what is no key are refused, and never sent", () => {
  for (const wrong of [{ ...key, d: "secret" }, { ...key, kid: undefined }, { keys: [{ ...key, d: "s" }] }, "x", 7])
    expect(keysIn(JSON.stringify(wrong))).toBeNull();
  expect(keysIn("{")).toBeNull();
});

test("one key or a set of them is taken by its texts, and nothing is no key", () => {
  expect(keysIn(" ")).toEqual([]);
  expect(keysIn(JSON.stringify({ ...key, key_ops: ["verify"] }))).toEqual([{ kid: "k1", jwk: key }]);
  expect(keysIn(JSON.stringify({ keys: [key, { ...key, kid: "k2" }] }))).toHaveLength(2);
});
