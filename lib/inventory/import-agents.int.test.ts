import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { newId } from "@/lib/shared/ids";
import { editAgent } from "./edit-agent";
import { importAgents } from "./import-agents";
import { MAX_IMPORT_ROWS } from "./import-contract";
import { listAgents } from "./list-agents";
import { previewImport } from "./preview-import";
import { registerAgent } from "./register-agent";

await testDatabase();
let org: TestOrg;
beforeAll(async () => {
  org = await testOrg();
});

let tables = 0;
/** Names that no other test of this file has. */
const prefix = () => `Table-${++tables}-of-import`;
const tableOf = (rows: string[]) => ["name,purpose,team,owner", ...rows].join("\r\n");
const named = async (q: string, ctx = org.ctx) => (await listAgents(ctx, { q, sort: "name", limit: 200 })).items;
const auditOf = (requestId: string) =>
  database().auditEntry.findMany({
    where: { requestId },
    orderBy: { seq: "asc" },
    select: { action: true, targetName: true },
  });

describe("refuses, and writes nothing", () => {
  test("roles that do not register", async () => {
    const csv = tableOf(["A,x,,"]);
    await expect(previewImport(org.as("auditor"), { csv })).rejects.toMatchObject({ code: "forbidden" });
    const { digest } = await previewImport(org.ctx, { csv });
    await expect(importAgents(org.as("approver"), { csv, digest })).rejects.toMatchObject({ code: "forbidden" });
  });

  test("what is not the table that was seen", async () => {
    const p = prefix();
    const { digest } = await previewImport(org.ctx, { csv: tableOf([`${p} A,x,,`]) });
    const other = importAgents(org.ctx, { csv: tableOf([`${p} A,y,,`]), digest });
    await expect(other).rejects.toMatchObject({ code: "digest_mismatch" });
    expect(await named(p)).toEqual([]);
  });

  test("a table upon agents that somebody changed since", async () => {
    const p = prefix();
    const agent = await registerAgent(org.ctx, { name: `${p} A`, purpose: "x" });
    const csv = tableOf([`${p} A,new,,`, `${p} B,x,,`]);
    const { digest } = await previewImport(org.ctx, { csv });
    await editAgent(org.ctx, { id: agent.id, version: 1, team: "Ops" });
    await expect(importAgents(org.ctx, { csv, digest })).rejects.toMatchObject({ code: "digest_mismatch" });
    expect((await named(p)).map(({ purpose }) => purpose)).toEqual(["x"]);
  });

  test("a table with bad rows, unless they are left out knowingly", async () => {
    const p = prefix();
    const csv = tableOf([`${p} A,x,,`, `${p} B,,,`]);
    const { digest, counts } = await previewImport(org.ctx, { csv });
    expect(counts).toEqual({ create: 1, update: 0, same: 0, error: 1 });
    await expect(importAgents(org.ctx, { csv, digest })).rejects.toMatchObject({ code: "conflict" });
    expect(await named(p)).toEqual([]);
    await importAgents(org.ctx, { csv, digest, leaveOutErrors: true });
    expect((await named(p)).map(({ name }) => name)).toEqual([`${p} A`]);
  });

  test("another organisation's people as owners, and does not see its agents", async () => {
    const p = prefix();
    const other = await testOrg();
    await registerAgent(other.ctx, { name: `${p} A`, purpose: "theirs" });
    const theirs = { id: newId("user"), orgId: other.orgId, email: `${p}@elsewhere.test`, name: "Theirs" };
    await database().user.create({ data: theirs });
    const { rows } = await previewImport(org.ctx, { csv: tableOf([`${p} A,ours,,`, `${p} B,x,,${theirs.email}`]) });
    expect(rows.map(({ outcome }) => outcome)).toEqual(["create", "error"]);
  });
});

test("creates and changes in one act, with an entry for each agent and one for the whole", async () => {
  const p = prefix();
  const kept = await registerAgent(org.ctx, { name: `${p} kept`, purpose: "stays" });
  const changed = await registerAgent(org.ctx, { name: `${p} changed`, purpose: "was" });
  const csv = tableOf([`${p} kept,stays,,`, `${p} changed,is,Ops,`, `${p} =new,"a, b",Ops,`]);
  const { digest } = await previewImport(org.ctx, { csv });
  const ctx = org.as("security");
  expect(await importAgents(ctx, { csv, digest })).toEqual({ created: 1, updated: 1, same: 1, leftOut: 0 });
  const agents = new Map((await named(p)).map((agent) => [agent.name, agent]));
  expect(agents.get(kept.name)?.version).toBe(1);
  expect(agents.get(changed.name)).toMatchObject({ purpose: "is", team: "Ops", version: 2 });
  expect(agents.get(`${p} =new`)).toMatchObject({ purpose: "a, b", riskTier: "medium", autonomy: "supervised" });
  expect((await auditOf(ctx.requestId)).map(({ action }) => action)).toEqual([
    "agents.imported",
    "agent.registered",
    "agent.edited",
  ]);
  const again = await previewImport(org.ctx, { csv });
  expect(again.counts).toEqual({ create: 0, update: 0, same: 3, error: 0 });
});

test("a corrected cell counts as if the table had it", async () => {
  const p = prefix();
  const csv = tableOf([`${p} A,x,,`, `${p} B,,,`]);
  const mends = [{ line: 3, field: "purpose" as const, value: "mended" }];
  const { digest, counts } = await previewImport(org.ctx, { csv, mends });
  expect(counts.error).toBe(0);
  await importAgents(org.ctx, { csv, mends, digest });
  expect((await named(p)).map(({ purpose }) => purpose)).toEqual(["x", "mended"]);
});

test("as many rows at once as one table may have", async () => {
  const big = await testOrg();
  const csv = tableOf(
    Array.from({ length: MAX_IMPORT_ROWS }, (_, place) => `Agent ${place},works,Team ${place % 40},`),
  );
  const { digest } = await previewImport(big.ctx, { csv });
  expect(await importAgents(big.ctx, { csv, digest })).toMatchObject({ created: MAX_IMPORT_ROWS });
  expect(await database().auditEntry.count({ where: { orgId: big.orgId, action: "agent.registered" } })).toBe(
    MAX_IMPORT_ROWS,
  );
}, 60_000);
