import { writeFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { canonicalJson, leafHash, sha256 } from "../canonical.ts";
import { generateSigningKey, signCanonical } from "../crypto.ts";
import { bundleContent } from "../testing/bundle-fixture.ts";
import { temporaryDirectory } from "../testing/temporary-directory.ts";
import { main } from "./main.ts";

const key = generateSigningKey();
const stranger = generateSigningKey();
let directory = "";
let said = "";

beforeEach(() => {
  directory = temporaryDirectory();
  said = "";
  const write = (chunk: unknown): boolean => {
    said += String(chunk);
    return true;
  };
  const spies = [vi.spyOn(process.stdout, "write"), vi.spyOn(process.stderr, "write")];
  for (const spy of spies) spy.mockImplementation(write);
  return () => {
    for (const spy of spies) spy.mockRestore();
  };
});

function file(name: string, text: string): string {
  const place = path.join(directory, name);
  writeFileSync(place, text);
  return place;
}

function bundle(signer = key) {
  const content = JSON.stringify(bundleContent());
  const manifest = {
    format: 1,
    org: "org-1",
    revision: 3,
    minimumRevision: 1,
    createdAt: "2026-01-01T00:00:00.000Z",
    contentDigest: sha256(content),
  };
  return { manifest, content, signature: { ...signCanonical(signer, manifest), keyId: "name-in-the-console" } };
}

const pem = (): string => file("key.pem", key.publicKeyPem);
const leaf = (n: number): string => canonicalJson({ n });
const line = (n: number): string => JSON.stringify({ seq: n, leaf: leaf(n), leafHash: leafHash(leaf(n)) });

test("a bundle is not verified without a key that the user names, even if it brings one", async () => {
  const place = file("b.json", JSON.stringify({ ...bundle(), publicKey: key.publicKeyPem }));
  expect(await main(["verify", place])).toBe(2);
  expect(said).toMatch(/Name the key that you trust/);
});

test("a bundle by a stranger, or edited, is not verified", async () => {
  const content = bundle().content.replace("permit", "forbid");
  for (const bad of [
    bundle(stranger),
    { ...bundle(), content },
    { ...bundle(), manifest: { ...bundle().manifest, revision: 9 } },
  ]) {
    expect(await main(["verify", file("b.json", JSON.stringify(bad)), "--key", pem()])).toBe(1);
    expect(said).toMatch(/NOT verified/);
  }
});

test("a bundle is verified against a key file or a trust file, also when it is written over several lines", async () => {
  const place = file("b.json", JSON.stringify(bundle(), null, 2));
  expect(await main(["verify", place, "--key", pem()])).toBe(0);
  const keys = [{ keyId: "name-in-the-console", publicKey: key.publicKeyPem, retiredAt: null }];
  expect(await main(["verify", place, "--trust", file("t.json", JSON.stringify({ org: "org-1", keys }))])).toBe(0);
  expect(said).toMatch(/verified: bundle 3 of org-1/);
});

test("a grant is verified in the same way", async () => {
  const grant = {
    format: 1,
    id: "g",
    org: "org-1",
    checkpointId: "c",
    agent: "agent-1",
    pep: "p",
    tool: "fs/\u202ewrite",
    actionDigest: sha256("x"),
    rules: [],
    issuedAt: "2026-01-01T00:00:00.000Z",
    expiresAt: "2026-01-01T00:15:00.000Z",
  };
  const place = file("g.json", JSON.stringify({ grant, signature: signCanonical(key, grant) }));
  expect(await main(["verify", place, "--key", pem()])).toBe(0);
  expect(said).toContain("fs/\\u{202e}write");
});

test("the first audit entry that was changed is named", async () => {
  const lines = [line(1), line(2), line(3).replace('{\\"n\\":3}', '{\\"n\\":4}'), "{"];
  expect(await main(["verify", file("a.ndjson", lines.join("\n"))])).toBe(1);
  expect(said).toMatch(/line 3 was changed/);
});

test("an audit leaf that hashes rightly but is not canonical is named", async () => {
  const text = '{"b":1,"a":2}';
  const lines = [line(1), JSON.stringify({ leaf: text, leafHash: leafHash(text) })];
  expect(await main(["verify", file("a.ndjson", lines.join("\n"))])).toBe(1);
  expect(said).toMatch(/line 2 holds a leaf that is not canonical/);
});

test("whole audit entries are verified, and what that does not prove is said", async () => {
  expect(await main(["verify", file("a.ndjson", `${line(1)}\n\n${line(2)}\n`)])).toBe(0);
  expect(said).toMatch(/2 entries hash to what they claim. That none is missing is not proven/);
});

test("a file that is missing, empty or something else is not verified", async () => {
  expect(await main(["verify", path.join(directory, "none")])).toBe(1);
  expect(await main(["verify", file("empty", "")])).toBe(1);
  expect(await main(["verify", file("text", "hello")])).toBe(1);
  expect(await main(["verify", file("json", "{}"), "--key", pem()])).toBe(1);
  expect(said.match(/gatehouse: /g)).toHaveLength(4);
});

test("a wrong use is told from a failure by its exit code", async () => {
  expect(await main(["verify"])).toBe(2);
  expect(await main(["verify", "a", "b"])).toBe(2);
  expect(await main(["verify", "a", "--nonsense"])).toBe(2);
  expect(await main(["verify", "a", "--key", file("k", "no key")])).toBe(2);
  expect(await main(["\u001b[31mconquer"])).toBe(2);
  expect(said).not.toContain("\u001b");
  expect(await main(["--help"])).toBe(0);
  expect(await main(["--version"])).toBe(0);
});
