import { createPublicKey, sign } from "node:crypto";
import { describe, expect, test } from "vitest";
import { generateSigningKey } from "../crypto.ts";
import { hashLeaf, hashNode } from "./hashing.ts";
import { BadNote, isSignedBy, noteKeyId, parseNote, rawPublicKey, verifierKey } from "./signed-note.ts";
import { formatTlogProof, parseTlogProof, provesLeaf } from "./tlog-proof.ts";
import { isHeadBy, originOf, parseTreeHead, signTreeHead } from "./tree-head.ts";

const key = generateSigningKey();
const stranger = generateSigningKey();
const origin = originOf("org_1");
const root = hashNode(hashLeaf("a"), hashLeaf("b"));
const signed = (by = key, head = { origin, size: 2, root }) =>
  signTreeHead(head, { publicKeyPem: by.publicKeyPem, sign: (text) => sign(null, Buffer.from(text), by.privateKey) });

test("a head says what was signed, and names its key as C2SP does", () => {
  const head = parseTreeHead(signed());
  expect(head).toMatchObject({ origin, size: 2, root });
  expect(isHeadBy(head, key.publicKeyPem)).toBe(true);
  expect(head.note.signatures[0]?.keyId).toBe(noteKeyId(origin, key.publicKeyPem));
  expect(verifierKey(origin, key.publicKeyPem)).toMatch(/^gatehouse\/org_1\+[0-9a-f]{8}\+A[\w+/]+=*$/);
});

test("the example in the documentation of Go's sumdb/note is read, and its signature holds under its key id", () => {
  const note =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
  const vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  const raw = Buffer.from(vkey.split("+")[2] ?? "", "base64").subarray(1);
  const pem = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: raw.toString("base64url") }, format: "jwk" })
    .export({ type: "spki", format: "pem" })
    .toString();
  expect(verifierKey("PeterNeumann", pem)).toBe(vkey);
  expect(isSignedBy(parseNote(note), "PeterNeumann", pem)).toBe(true);
  expect(isSignedBy(parseNote(note.replace("answer", "cause")), "PeterNeumann", pem)).toBe(false);
});

describe("a head does not count when", () => {
  const good = signed();
  test.each([
    ["its size was edited", good.replace("\n2\n", "\n3\n")],
    ["its root was edited", good.replace(root.toString("base64"), hashLeaf("c").toString("base64"))],
    ["its log was renamed", good.replaceAll("org_1", "org_2")],
    ["a stranger signed it", signed(stranger)],
    ["its signature is cut", good.replace(/[^ ]{8}\n$/, "\n").replace(/=*\n$/, "\n")],
  ])("%s", (_, text) => {
    let counts = false;
    try {
      counts = isHeadBy(parseTreeHead(text), key.publicKeyPem);
    } catch (error) {
      expect(error).toBeInstanceOf(BadNote);
    }
    expect(counts).toBe(false);
  });

  test.each([
    ["it is empty", ""],
    ["it has no signature", `${origin}\n2\n${root.toString("base64")}\n`],
    ["its size has a leading zero", good.replace("\n2\n", "\n02\n")],
    ["its size is negative", good.replace("\n2\n", "\n-2\n")],
    ["its size is beyond what can be counted", good.replace("\n2\n", "\n9999999999999999\n")],
    ["its root is short", good.replace(root.toString("base64"), "AAAA")],
    ["it holds a carriage return", good.replace("\n2\n", "\r\n2\r\n")],
    ["it is endless", good + "x".repeat(70_000)],
  ])("%s", (_, text) => {
    expect(() => parseTreeHead(text)).toThrow(BadNote);
  });
});

test("a key that is not Ed25519 is no key of a note", () => {
  expect(() => rawPublicKey("nonsense")).toThrow();
  expect(isHeadBy(parseTreeHead(signed()), "nonsense")).toBe(false);
});

test("a proof file proves its leaf, and no other", () => {
  const proof = parseTlogProof(formatTlogProof(0, [hashLeaf("b")], signed()));
  expect(proof.head.size).toBe(2);
  expect(provesLeaf(proof, hashLeaf("a"))).toBe(true);
  expect(provesLeaf(proof, hashLeaf("b"))).toBe(false);
  expect(provesLeaf({ ...proof, index: 1 }, hashLeaf("a"))).toBe(false);
});

test("what is no proof file is refused", () => {
  const good = formatTlogProof(0, [hashLeaf("b")], signed());
  for (const bad of [
    "",
    good.replace("v1", "v2"),
    good.replace("index 0", "index -1"),
    good.replace("\nindex 0", ""),
    good.split("\n\n")[0] ?? "",
    good.replace("index 0\n", `index 0\n${"A\n".repeat(65)}`),
  ])
    expect(() => parseTlogProof(bad)).toThrow(BadNote);
});
