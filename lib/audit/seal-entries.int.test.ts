import pg from "pg";
import { beforeEach, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { clientFor, database } from "@/lib/db/client";
import { type Ctx, transaction } from "@/lib/db/ctx";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { hashLeaf, rootOver } from "@/sdk/merkle/hashing";
import { verifyConsistency } from "@/sdk/merkle/proofs";
import { consistencyProof } from "@/sdk/merkle/tiles";
import { isHeadBy, originOf, parseTreeHead } from "@/sdk/merkle/tree-head";
import { recordAudit } from "./record";
import { sealEntries } from "./seal-entries";
import { testSigner } from "./testing";
import { hashReader } from "./tree-store";

const url = await testDatabase();
let org: TestOrg;
const signer = testSigner();
const seal = (most?: number) => sealEntries(org.system, async () => signer, most);

beforeEach(async () => {
  org = await testOrg();
});

/** Many in several transactions: none may last long. */
async function write(ctx: Ctx, n = 1): Promise<void> {
  for (let left = n; left > 0; left -= 30) {
    await transaction(ctx, async (tx) => {
      for (let i = 0; i < Math.min(left, 30); i++)
        await recordAudit(tx, { action: "agent.edited", target: { kind: "agent", id: `agt_${i}`, name: "A" } });
    });
  }
}
const leaves = () =>
  database().auditLeaf.findMany({ where: { orgId: org.orgId }, orderBy: { index: "asc" }, include: { entry: true } });
const waiting = () => database().auditPending.count({ where: { orgId: org.orgId } });

async function expectWhole(): Promise<void> {
  const sealed = await leaves();
  expect(sealed.map(({ index }) => Number(index))).toEqual(sealed.map((_, at) => at));
  expect(sealed).toHaveLength(await database().auditEntry.count({ where: { orgId: org.orgId } }));
  const { head } = await seal();
  expect(head?.root).toEqual(rootOver(sealed.map(({ entry }) => hashLeaf(entry.leaf))));
}

test("nothing is signed when nothing waits", async () => {
  await seal();
  const heads = await database().auditHead.count({ where: { orgId: org.orgId } });
  expect((await seal()).sealed).toBe(0);
  expect(await database().auditHead.count({ where: { orgId: org.orgId } })).toBe(heads);
});

test("an entry with a smaller number that commits later is sealed later, and not passed over", async () => {
  const slow = new pg.Client({ connectionString: url });
  await slow.connect();
  await slow.query("BEGIN");
  const insert = `INSERT INTO "AuditEntry" ("id","orgId","at","actorKind","actorId","actorName","action","targetKind","targetId","targetName","requestId","leaf","leafHash")
    VALUES ($1,$2,now(),'user','u','U','agent.edited','agent','a','A','r',$3,$4) RETURNING "seq"`;
  const leaf = '{"slow":true}';
  const { rows } = await slow.query(insert, ["aud_slow", org.orgId, leaf, hashLeaf(leaf).toString("hex")]);
  const slowSeq = BigInt(rows[0].seq);
  await write(org.ctx, 3);
  await seal();
  const before = await leaves();
  expect(before.some(({ seq }) => seq > slowSeq)).toBe(true);
  expect(before.some(({ seq }) => seq === slowSeq)).toBe(false);
  await slow.query("COMMIT");
  await slow.end();
  await seal();
  expect((await leaves()).at(-1)?.seq).toBe(slowSeq);
  await expectWhole();
});

test("an entry that was rolled back leaves no gap in the places", async () => {
  await expect(
    transaction(org.ctx, async (tx) => {
      await recordAudit(tx, { action: "agent.edited", target: { kind: "agent", id: "a", name: "A" } });
      throw new Error("rolled back");
    }),
  ).rejects.toThrow("rolled back");
  await write(org.ctx, 2);
  await seal();
  await expectWhole();
});

test("replicas that seal at once while others write seal each entry once", async () => {
  const replicas = [clientFor(url), clientFor(url), clientFor(url)];
  const sealing = replicas.flatMap((db) =>
    Array.from({ length: 5 }, () => sealEntries({ ...org.system, db }, async () => signer, 4)),
  );
  const writing = Array.from({ length: 12 }, () => write(org.ctx, 3));
  await Promise.all([...sealing, ...writing]);
  while ((await seal(7)).more);
  expect(await waiting()).toBe(0);
  await expectWhole();
  for (const db of replicas) await db.$disconnect();
});

test("heads are signed by the key that they name, and each is the beginning of the next", async () => {
  for (let round = 0; round < 6; round++) {
    await write(org.ctx, 3 * round + 1);
    await seal();
  }
  const heads = await database().auditHead.findMany({ where: { orgId: org.orgId }, orderBy: { size: "asc" } });
  expect(heads.length).toBeGreaterThanOrEqual(6);
  const read = hashReader(database(), org.orgId);
  for (const [at, row] of heads.entries()) {
    const head = parseTreeHead(row.checkpoint);
    expect(head).toMatchObject({ origin: originOf(org.orgId), size: Number(row.size), root: Buffer.from(row.root) });
    expect(isHeadBy(head, signer.publicKey)).toBe(true);
    expect(row.keyId).toBe(signer.keyId);
    const next = heads[at + 1];
    if (!next) continue;
    const [from, to] = [Number(row.size), Number(next.size)];
    const proof = await consistencyProof(from, to, read);
    const roots = { oldRoot: head.root, newRoot: Buffer.from(next.root) };
    expect(verifyConsistency({ from, to, ...roots, proof })).toBe(true);
  }
});

test("tiles carry a tree over many runs, also where one ends just at their edge", async () => {
  const before = await waiting();
  await write(org.ctx, 256 - before);
  await seal();
  expect(await database().auditTile.count({ where: { orgId: org.orgId } })).toBe(1);
  await write(org.ctx, 300);
  while ((await seal(77)).more);
  expect(await database().auditTile.count({ where: { orgId: org.orgId } })).toBe(2);
  await expectWhole();
}, 60_000);

test("organisations have trees of their own", async () => {
  const other = await testOrg(undefined, "Another organisation");
  await write(org.ctx, 2);
  await write(other.ctx, 2);
  await seal();
  expect(await database().auditLeaf.count({ where: { orgId: other.orgId } })).toBe(0);
  expect(await database().auditPending.count({ where: { orgId: other.orgId } })).toBeGreaterThan(0);
  await expectWhole();
});

describe("a tree that is not what was last signed is not signed again", () => {
  const tamper = async (sql: string, values: unknown[]) => {
    const root = new pg.Client({ connectionString: url });
    await root.connect();
    await root.query("SET session_replication_role = replica");
    await root.query(sql, values);
    await root.end();
  };
  test.each([
    [
      "a leaf was changed",
      `UPDATE "AuditLeaf" SET "hash" = decode(repeat('00', 32), 'hex') WHERE "orgId" = $1 AND "index" = 1`,
    ],
    ["its end was cut", `DELETE FROM "AuditLeaf" WHERE "orgId" = $1 AND "index" >= 3`],
    ["its last head was removed", `DELETE FROM "AuditHead" WHERE "orgId" = $1`],
  ])("%s", async (_, sql) => {
    await write(org.ctx, 5);
    await seal();
    await tamper(sql, [org.orgId]);
    await write(org.ctx);
    await expect(seal()).rejects.toThrow(/not what was last signed/);
    expect(await waiting()).toBe(1);
  });
});
