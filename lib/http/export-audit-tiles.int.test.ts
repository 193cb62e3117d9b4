import { beforeAll, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { listEntries } from "@/lib/audit/list-entries";
import { recordAudit } from "@/lib/audit/record";
import { transaction } from "@/lib/db/ctx";
import { actByTwo } from "@/lib/enforcement/testing";
import { eraseEntry } from "@/lib/guarded/erase-entry";
import { createApiKey } from "@/lib/identity/create-api-key";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { sealNow } from "@/lib/jobs/seal-audit";
import { hashLeaf, rootOver } from "@/sdk/merkle/hashing";
import { splitHashes, treeRoot } from "@/sdk/merkle/tiles";
import { originOf, parseTreeHead } from "@/sdk/merkle/tree-head";
import { exportAuditTiles } from "./export-audit-tiles";

await testDatabase();
let org: TestOrg;
let headers: Record<string, string>;

beforeAll(async () => {
  org = await testOrg();
  headers = { authorization: `Bearer ${(await createApiKey(org.ctx, { name: "reader", role: "auditor" })).secret}` };
  for (let from = 0; from < 300; from += 30) await write(from);
  await sealNow(org.system);
});

const write = (from: number) =>
  transaction(org.ctx, async (tx) => {
    for (let i = from; i < from + 30; i++)
      await recordAudit(tx, { action: "agent.edited", target: { kind: "agent", id: `agt_${i}`, name: "A" } });
  });

const ask = (path: string, sent = headers) =>
  exportAuditTiles(new Request(`http://localhost:3000/api/v1/audit/tlog/${path}`, { headers: sent }), {
    params: Promise.resolve({ path: path.split("/") }),
  });
const bytes = async (path: string): Promise<Buffer> => Buffer.from(await (await ask(path)).arrayBuffer());

test("strangers, and roles that do not read the log, get nothing", async () => {
  expect((await ask("checkpoint", {})).status).toBe(401);
  const { secret } = await createApiKey(org.ctx, { name: "owner", role: "owner" });
  expect((await ask("checkpoint", { authorization: `Bearer ${secret}` })).status).toBe(403);
});

test("what the tree does not have, and what names no tile, is not found", async () => {
  for (const path of [
    "tile/0/001",
    "tile/0/000.p/300",
    "tile/1/000",
    "tile/0/0",
    "tile/0/001.p/200",
    "tile/entries/002",
    "nothing",
    "tile/0/../checkpoint",
  ])
    expect((await ask(path)).status, path).toBe(404);
});

test("the tree is put together again from its tiles, and has the root in the checkpoint", async () => {
  const { origin, size, root } = parseTreeHead(await (await ask("checkpoint")).text());
  expect(origin).toBe(originOf(org.orgId));
  const rest = size - 256;
  const tiles = [splitHashes(await bytes("tile/0/000")), splitHashes(await bytes(`tile/0/001.p/${rest}`))];
  const [upper] = splitHashes(await bytes("tile/1/000.p/1"));
  expect(upper).toEqual(rootOver(tiles[0] ?? []));
  const leaves = tiles.flat();
  const read = async (level: number, from: number, count: number) =>
    level === 0 ? leaves.slice(from, from + count) : upper ? [upper] : [];
  expect(await treeRoot(size, read)).toEqual(root);
});

test("entries come in bundles whose bytes have the hashes of the tile; a bundle with an erased entry is not to be had", async () => {
  const bundle = await bytes("tile/entries/000");
  const hashes: Buffer[] = [];
  for (let at = 0; at < bundle.length; ) {
    const length = bundle.readUInt16BE(at);
    hashes.push(hashLeaf(bundle.subarray(at + 2, at + 2 + length)));
    at += 2 + length;
  }
  expect(Buffer.concat(hashes)).toEqual(await bytes("tile/0/000"));
  const entry = (await listEntries(org.ctx, { targetId: "agt_5" })).items[0];
  await actByTwo(org, eraseEntry(org.ctx, { id: entry?.id ?? "", reason: "asked for" }));
  expect((await ask("tile/entries/000")).status).toBe(404);
  expect((await ask("tile/0/000")).status).toBe(200);
});
