/** The commands in docs/verify.md, run as they stand there. */
import { spawnSync } from "node:child_process";
import { sign } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { generateSigningKey } from "../crypto.ts";
import { temporaryDirectory } from "../testing/temporary-directory.ts";
import { hashLeaf, rootOver } from "./hashing.ts";
import { inclusionProof } from "./tiles.ts";
import { formatTlogProof } from "./tlog-proof.ts";
import { originOf, signTreeHead } from "./tree-head.ts";

const key = generateSigningKey();
const commands = /```sh\n([\s\S]*?)```/.exec(
  readFileSync(path.join(import.meta.dirname, "../../docs/verify.md"), "utf8"),
)?.[1];
const leafOf = (n: number): string => `{"n":${n},"text":"é"}`;

async function prepared(index: number, size: number): Promise<string> {
  const hashes = Array.from({ length: size }, (_, n) => hashLeaf(leafOf(n)));
  const proof = await inclusionProof(index, size, async (_, from, count) => hashes.slice(from, from + count));
  const head = signTreeHead(
    { origin: originOf("org_1"), size, root: rootOver(hashes) },
    { publicKeyPem: key.publicKeyPem, sign: (text) => sign(null, Buffer.from(text), key.privateKey) },
  );
  const directory = temporaryDirectory();
  writeFileSync(path.join(directory, "by-hand.sh"), commands ?? "");
  writeFileSync(path.join(directory, "leaf"), leafOf(index));
  writeFileSync(path.join(directory, "proof"), formatTlogProof(index, proof, head));
  writeFileSync(path.join(directory, "key"), key.publicKeyPem);
  return directory;
}

const run = (directory: string) => {
  const { status, stdout } = spawnSync("sh", ["by-hand.sh", "leaf", "proof", "key"], {
    cwd: directory,
    encoding: "utf8",
  });
  return { status, stdout };
};

test.each([
  [0, 1],
  [1, 2],
  [2, 3],
  [4, 5],
  [3, 8],
  [8, 9],
])("entry %i of %i is proven by the commands", async (index, size) => {
  const { status, stdout } = run(await prepared(index, size));
  expect(stdout).toContain(hashLeaf(leafOf(index)).toString("hex"));
  expect(stdout).toContain("The entry is in the signed tree.");
  expect(status).toBe(0);
});

test.each([
  ["another entry", "leaf", leafOf(6)],
  ["another key", "key", generateSigningKey().publicKeyPem],
])("the commands find out %s", async (_, name, text) => {
  const directory = await prepared(5, 9);
  writeFileSync(path.join(directory, name), text);
  const { status, stdout } = run(directory);
  expect(stdout).not.toContain("The entry is in the signed tree.");
  expect(status).toBe(1);
});

test("the commands find out another place, a shortened path and an edited head", async () => {
  const directory = await prepared(5, 9);
  const proof = readFileSync(path.join(directory, "proof"), "utf8");
  const lines = proof.split("\n");
  for (const forged of [
    proof.replace("index 5", "index 4"),
    proof.replace("index 5", "index 9"),
    [...lines.slice(0, 2), ...lines.slice(3)].join("\n"),
    proof.replace("\n9\n", "\n10\n"),
  ]) {
    writeFileSync(path.join(directory, "proof"), forged);
    expect(run(directory).status).toBe(1);
  }
});
