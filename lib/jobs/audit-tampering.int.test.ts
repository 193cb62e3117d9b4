/** What somebody with all rights over the database can do to the audit log, and who notices. */

import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { checkTree } from "@/lib/audit/check-tree";
import { getCheck } from "@/lib/audit/get-check";
import { getInclusionProof } from "@/lib/audit/get-inclusion-proof";
import { getTree } from "@/lib/audit/get-tree";
import { listEntries } from "@/lib/audit/list-entries";
import { listTreeHeads } from "@/lib/audit/list-tree-heads";
import { recordAudit } from "@/lib/audit/record";
import { startCheck } from "@/lib/audit/start-check";
import { clientFor, database } from "@/lib/db/client";
import { type Ctx, transaction } from "@/lib/db/ctx";
import { actByTwo } from "@/lib/enforcement/testing";
import { eraseEntry } from "@/lib/guarded/erase-entry";
import { signingKey } from "@/lib/identity/signing-key";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { hashLeaf } from "@/sdk/merkle/hashing";
import { TileEdge } from "@/sdk/merkle/tiles";
import { parseTlogProof, provesLeaf } from "@/sdk/merkle/tlog-proof";
import { originOf, signTreeHead } from "@/sdk/merkle/tree-head";
import { runChecks } from "./check-audit";
import { sealNow } from "./seal-audit";

const url = await testDatabase();
const root = new pg.Client({ connectionString: url });
let org: TestOrg;

beforeAll(async () => {
  await root.connect();
  // What a superuser may do: triggers and foreign keys stand aside.
  await root.query("SET session_replication_role = replica");
  vi.stubEnv("GATEHOUSE_DATA_DIR", await mkdtemp(path.join(tmpdir(), "gatehouse-heads-")));
});
afterAll(() => root.end());

const write = (ctx: Ctx, n: number) =>
  transaction(ctx, async (tx) => {
    for (let i = 0; i < n; i++)
      await recordAudit(tx, { action: "agent.edited", target: { kind: "agent", id: `agt_${i}`, name: "A" } });
  });
const keys = () => database().signingKey.findMany({ where: { orgId: org.orgId }, select: { publicKey: true } });
const check = async (copies: { size: number; checkpoint: string }[] = []) =>
  checkTree(org.ctx, { keys: await keys(), copies, onProgress: async () => undefined });
const seqAt = async (index: number): Promise<bigint> =>
  (await database().auditLeaf.findUniqueOrThrow({ where: { orgId_index: { orgId: org.orgId, index: BigInt(index) } } }))
    .seq;

beforeEach(async () => {
  org = await testOrg();
  await write(org.ctx, 20);
  await sealNow(org.system);
});

/** With the signing key as well: the whole tree again from the entries as they are now, and a head that is signed. */
async function rebuild(): Promise<void> {
  const rows = await database().auditEntry.findMany({ where: { orgId: org.orgId }, orderBy: { seq: "asc" } });
  await root.query(`DELETE FROM "AuditLeaf" WHERE "orgId" = $1`, [org.orgId]);
  await root.query(`DELETE FROM "AuditHead" WHERE "orgId" = $1`, [org.orgId]);
  const edge = new TileEdge(0, []);
  for (const [index, { seq, leaf }] of rows.entries()) {
    const hash = hashLeaf(leaf);
    edge.append(hash);
    await root.query(`UPDATE "AuditEntry" SET "leafHash" = $2 WHERE "seq" = $1`, [String(seq), hash.toString("hex")]);
    await root.query(`INSERT INTO "AuditLeaf" VALUES ($1, $2, $3, $4)`, [org.orgId, index, String(seq), hash]);
  }
  const signer = await signingKey(org.ctx);
  const [key] = await keys();
  const checkpoint = signTreeHead(
    { origin: originOf(org.orgId), size: edge.size, root: edge.root() },
    { publicKeyPem: key?.publicKey ?? "", sign: (text) => Buffer.from(signer.sign(text), "base64") },
  );
  const values = [org.orgId, edge.size, edge.root(), signer.keyId, checkpoint];
  await root.query(`INSERT INTO "AuditHead" VALUES ($1, $2, $3, now(), $4, $5)`, values);
}

const keptHead = async () => {
  const { head } = await getTree(org.ctx, {});
  if (!head) throw new Error("there is no head");
  return { size: head.size, checkpoint: head.checkpoint };
};

test("a log that nobody touched verifies", async () => {
  expect(await check()).toMatchObject({ total: 20, fault: null });
  expect(await check([await keptHead()])).toMatchObject({ fault: null });
});

describe("without the signing key, whatever is done is found, and the first place named:", () => {
  const cases: [string, string, number, string][] = [
    [
      "a byte of an entry",
      `UPDATE "AuditEntry" SET "leaf" = replace("leaf", 'agent.edited', 'agent.killed') WHERE "seq" = $1`,
      7,
      "was changed",
    ],
    [
      "an entry together with its own hash",
      `UPDATE "AuditEntry" SET "leaf" = '{}', "leafHash" = '${hashLeaf("{}").toString("hex")}' WHERE "seq" = $1`,
      7,
      "does not have the leaf hash that was sealed",
    ],
    [
      "only what people read of it",
      `UPDATE "AuditEntry" SET "actorName" = 'Somebody else' WHERE "seq" = $1`,
      7,
      "shows something else",
    ],
    ["its time", `UPDATE "AuditEntry" SET "at" = "at" - interval '1 day' WHERE "seq" = $1`, 7, "shows something else"],
    ["an entry is deleted", `DELETE FROM "AuditEntry" WHERE "seq" = $1`, 7, "was deleted"],
    [
      "its place is deleted with it",
      `WITH gone AS (DELETE FROM "AuditEntry" WHERE "seq" = $1 RETURNING "seq") DELETE FROM "AuditLeaf" WHERE "seq" = $1`,
      7,
      "is missing",
    ],
    [
      "an entry is moved out of its place",
      `UPDATE "AuditLeaf" SET "seq" = CASE WHEN "seq" = $1 THEN $1 + 1000000 ELSE "seq" END`,
      7,
      "was deleted",
    ],
    [
      "a payload is taken out without an erasure",
      `UPDATE "AuditEntry" SET "leaf" = '' WHERE "seq" = $1`,
      7,
      "lost its payload",
    ],
  ];
  test.each(cases)("%s", async (_, sql, index, why) => {
    await root.query(sql, [String(await seqAt(index))]);
    const { fault } = await check();
    expect(fault?.index).toBe(index);
    expect(fault?.why).toContain(why);
  });

  test("its end is cut off", async () => {
    await root.query(`DELETE FROM "AuditLeaf" WHERE "orgId" = $1 AND "index" >= 15`, [org.orgId]);
    expect((await check()).fault).toMatchObject({ index: 15 });
  });

  test("an entry is slipped in that no sequencer saw", async () => {
    await root.query(
      `INSERT INTO "AuditEntry" SELECT nextval('"AuditEntry_seq_seq"'), 'aud_slipped', "orgId", "at", "actorKind", "actorId", "actorName", "action", "targetKind", "targetId", "targetName", "requestId", "leaf", "leafHash" FROM "AuditEntry" WHERE "seq" = $1`,
      [String(await seqAt(3))],
    );
    expect((await check()).fault?.why).toBe("1 entries are neither sealed nor waiting to be");
  });

  test("a head by a key of his own", async () => {
    await root.query(`UPDATE "AuditHead" SET "checkpoint" = replace("checkpoint", '— ', '— x') WHERE "orgId" = $1`, [
      org.orgId,
    ]);
    expect((await check()).fault?.why).toMatch(/none of the organisation's keys signed/);
  });
});

describe("with the signing key as well, a rewrite is found by whoever kept an earlier head:", () => {
  test("an entry changed and the whole tree rebuilt and signed", async () => {
    const kept = await keptHead();
    await root.query(
      `UPDATE "AuditEntry" SET "leaf" = replace("leaf", '"name":"A"', '"name":"B"'), "targetName" = 'B' WHERE "seq" = $1`,
      [String(await seqAt(7))],
    );
    await rebuild();
    expect((await check()).fault).toBeNull();
    expect((await check([kept])).fault?.why).toMatch(/the head of 20 entries was signed over other ones/);
  });

  test("an old back-up restored", async () => {
    const kept = await keptHead();
    const gone = await seqAt(12);
    await root.query(`DELETE FROM "AuditEntry" WHERE "orgId" = $1 AND "seq" >= $2`, [org.orgId, String(gone)]);
    await rebuild();
    expect((await check()).fault).toBeNull();
    expect((await check([kept])).fault?.why).toMatch(/a head of 20 entries was signed, and the log ends before it/);
  });
});

describe("the role for an application that does not own its tables", () => {
  const tables = ["AuditEntry", "AuditLeaf", "AuditTile", "AuditHead", "AuditErasure"];
  test.each(tables)("may not update, delete or truncate %s", async (table) => {
    await root.query("SET ROLE gatehouse_app");
    const column = table === "AuditErasure" ? "reason" : "orgId";
    for (const sql of [
      `UPDATE "${table}" SET "${column}" = 'x'`,
      `DELETE FROM "${table}"`,
      `TRUNCATE "${table}" CASCADE`,
    ])
      await expect(root.query(sql)).rejects.toThrow(/permission denied/);
    await root.query("RESET ROLE");
  });

  test("may write entries, seal and erase them", async () => {
    const db = clientFor(`${url}${url.includes("?") ? "&" : "?"}options=-c%20role%3Dgatehouse_app`);
    expect(await db.$queryRaw`SELECT current_user::text AS name`).toEqual([{ name: "gatehouse_app" }]);
    await write({ ...org.ctx, db }, 3);
    expect((await sealNow({ ...org.system, db })).sealed).toBe(3);
    const [entry] = (await listEntries(org.ctx, {})).items;
    await actByTwo(org, eraseEntry({ ...org.ctx, db }, { id: entry?.id ?? "", reason: "asked for" }));
    await db.$disconnect();
    await sealNow(org.system);
    expect((await check()).fault).toBeNull();
  });
});

describe("erasure", () => {
  const target = async () => {
    const entry = (await listEntries(org.ctx, { targetId: "agt_5" })).items[0];
    if (!entry) throw new Error("there is no entry");
    return entry;
  };

  test("is refused to all but admins, for what is not sealed, twice, and for the record of an erasure", async () => {
    const { id } = await target();
    await expect(eraseEntry(org.as("auditor"), { id, reason: "x" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(eraseEntry(org.ctx, { id, reason: " " })).rejects.toMatchObject({ code: "invalid_input" });
    await write(org.ctx, 1);
    const fresh = (await listEntries(org.ctx, { targetId: "agt_0" })).items[0];
    await expect(eraseEntry(org.ctx, { id: fresh?.id ?? "", reason: "x" })).rejects.toThrow(/not sealed yet/);
    await actByTwo(org, eraseEntry(org.ctx, { id, reason: "asked for" }));
    await expect(eraseEntry(org.ctx, { id, reason: "again" })).rejects.toThrow(/erased already/);
    await sealNow(org.system);
    const record = (await listEntries(org.ctx, { action: "audit.erased" })).items[0];
    await expect(eraseEntry(org.ctx, { id: record?.id ?? "", reason: "x" })).rejects.toThrow(/cannot itself be erased/);
  });

  test("takes the payload, keeps the place and the hash, says why, and the log still verifies", async () => {
    const before = await target();
    await actByTwo(org, eraseEntry(org.ctx, { id: before.id, reason: "asked for" }));
    await sealNow(org.system);
    const after = (await listEntries(org.ctx, { limit: 200 })).items.find(({ id }) => id === before.id);
    expect(after).toMatchObject({ leaf: "", leafHash: before.leafHash, index: before.index });
    expect(after?.actor).toMatchObject({ id: "", name: "" });
    expect(after?.erased).toMatchObject({ by: org.users.security.name, reason: "asked for" });
    expect((await check()).fault).toBeNull();
  });

  test("without its record in the log is a hole", async () => {
    const { id, index } = await target();
    await actByTwo(org, eraseEntry(org.ctx, { id, reason: "asked for" }));
    await root.query(`DELETE FROM "AuditEntry" WHERE "action" = 'audit.erased' AND "orgId" = $1`, [org.orgId]);
    expect((await check()).fault).toMatchObject({ index });
  });
});

test("an entry's proof holds against the newest head and against an earlier one, and there is none before it is sealed", async () => {
  const earlier = (await keptHead()).size;
  await write(org.ctx, 5);
  const [fresh] = (await listEntries(org.ctx, {})).items;
  await expect(getInclusionProof(org.ctx, { id: fresh?.id ?? "" })).rejects.toMatchObject({ code: "conflict" });
  await sealNow(org.system);
  const entry = (await listEntries(org.ctx, { targetId: "agt_15" })).items[0];
  for (const size of [undefined, earlier]) {
    const { proof, index } = await getInclusionProof(org.as("auditor"), { id: entry?.id ?? "", size });
    expect(index).toBe(entry?.index);
    expect(provesLeaf(parseTlogProof(proof), hashLeaf(entry?.leaf ?? ""))).toBe(true);
  }
  await expect(getInclusionProof(org.ctx, { id: entry?.id ?? "", size: earlier + 1 })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("heads are listed newest first, and after a size in the order in which a copy needs them", async () => {
  for (let i = 0; i < 3; i++) {
    await write(org.ctx, 2);
    await sealNow(org.system);
  }
  const sizes = async (input: Parameters<typeof listTreeHeads>[1]) =>
    (await listTreeHeads(org.ctx, input)).items.map(({ size }) => size);
  expect(await sizes({})).toEqual([26, 24, 22, 20]);
  expect(await sizes({ limit: 2, cursor: "24" })).toEqual([22, 20]);
  expect(await sizes({ after: 20 })).toEqual([22, 24, 26]);
  expect(await sizes({ after: 20, limit: 1, cursor: "22" })).toEqual([24]);
});

test("a verification that was asked for is run once, tells how it went, and is itself recorded", async () => {
  const first = await startCheck(org.as("auditor"), {});
  expect((await startCheck(org.ctx, {})).id).toBe(first.id);
  await runChecks(database());
  expect((await getCheck(org.ctx, {})).check).toMatchObject({ id: first.id, status: "passed", done: 20, total: 20 });
  await sealNow(org.system);
  await root.query(`UPDATE "AuditEntry" SET "actorName" = 'x' WHERE "seq" = $1`, [String(await seqAt(4))]);
  await startCheck(org.ctx, {});
  await runChecks(database());
  expect((await getCheck(org.ctx, {})).check).toMatchObject({ status: "failed", badIndex: 4 });
  const [entry] = (await listEntries(org.ctx, { action: "audit.checked" })).items;
  expect(JSON.parse(entry?.leaf ?? "{}").detail).toMatchObject({ status: "failed", badIndex: 4 });
});

test("a verification compares with the heads in the file outside the database, and passes over a torn line", async () => {
  const { size, checkpoint } = await keptHead();
  const dir = process.env.GATEHOUSE_DATA_DIR ?? "";
  const line = JSON.stringify({ org: org.orgId, size, checkpoint });
  await writeFile(path.join(dir, "tree-heads.ndjson"), `${line}\n${line.slice(0, 30)}`);
  const gone = await seqAt(12);
  await root.query(`DELETE FROM "AuditEntry" WHERE "orgId" = $1 AND "seq" >= $2`, [org.orgId, String(gone)]);
  await rebuild();
  await startCheck(org.ctx, {});
  await runChecks(database());
  expect((await getCheck(org.ctx, {})).check).toMatchObject({
    status: "failed",
    fault: expect.stringContaining("a head of 20 entries was signed"),
  });
});
