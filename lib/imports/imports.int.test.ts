/** Calls of a file are added once, whole, at their own time, marked as imported, and count as nothing that was enforced. */
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { countCalls } from "@/lib/activity/count-calls";
import { callColumns, callLine } from "@/lib/activity/export-rows";
import { getCall } from "@/lib/activity/get-call";
import { listCalls } from "@/lib/activity/list-calls";
import { reportEvents } from "@/lib/activity/report-events";
import { callOf } from "@/lib/activity/testing";
import { database } from "@/lib/db/client";
import { contextFor } from "@/lib/db/ctx";
import { type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { registerAgent } from "@/lib/inventory/register-agent";
import { importCalls } from "./import-calls";
import { previewCalls } from "./preview-calls";

await testDatabase();
let fleet: TestFleet;
beforeAll(async () => {
  fleet = await testFleet();
});

const at = (minute: number) => `2025-03-10T09:${String(minute).padStart(2, "0")}:00.000Z`;
const csvOf = (rows: string[]) => ["id,at,agent,tool,effect,reason", ...rows].join("\r\n");
const imported = (orgId = fleet.orgId) =>
  database().importedCall.findMany({ where: { orgId }, orderBy: { id: "asc" } });
const batch = (text: string) => ({ format: "csv" as const, text, file: "history.csv" });
const list = async (filters: Parameters<typeof listCalls>[1], ctx = fleet.ctx) =>
  (await listCalls(ctx, { limit: 200, ...filters })).items;

describe("refuses, and writes nothing,", () => {
  test("roles that may not, people of a unit, and points", async () => {
    const text = csvOf([`x,${at(0)},Payments agent,bank/pay,allow,`]);
    for (const role of ["auditor", "owner", "compliance"] as const) {
      await expect(previewCalls(fleet.as(role), { format: "csv", text })).rejects.toMatchObject({ code: "forbidden" });
      await expect(importCalls(fleet.as(role), batch(text))).rejects.toMatchObject({ code: "forbidden" });
    }
    const user = { kind: "user", id: fleet.users.admin.id, name: "x", roles: ["admin"], sessionId: null } as const;
    const ofClaims = contextFor({ ...user, unit: ["Claims"] }, fleet.orgId);
    await expect(importCalls(ofClaims, batch(text))).rejects.toMatchObject({ code: "forbidden" });
    await expect(importCalls(fleet.point, batch(text))).rejects.toMatchObject({ code: "forbidden" });
    expect(await imported()).toEqual([]);
  });

  test("a file of which a row is wrong, which is named, unless it is left out knowingly", async () => {
    const org = await testFleet();
    const text = csvOf([`a,${at(0)},Payments agent,bank/pay,allow,`, `b,yesterday,Payments agent,bank/pay,allow,`]);
    const preview = await previewCalls(org.ctx, { format: "csv", text, linesBefore: 100 });
    expect(preview.counts).toEqual({ new: 1, same: 0, error: 1 });
    expect(preview.rows[1]).toMatchObject({ line: 103, problems: [{ field: "at", value: "yesterday" }] });
    await expect(importCalls(org.ctx, batch(text))).rejects.toMatchObject({
      code: "conflict",
      invalidParams: [{ path: "line 3, at" }],
    });
    expect(await imported(org.orgId)).toEqual([]);
    expect(await importCalls(org.ctx, { ...batch(text), leaveOutErrors: true })).toMatchObject({
      stored: 1,
      leftOut: 1,
    });
  });

  test("the same id with another body, whoever told of it first", async () => {
    const org = await testFleet();
    const call = callOf(org.agentId, { tool: "bank/pay" });
    await reportEvents(org.point, { events: [call] });
    await importCalls(org.ctx, batch(csvOf([`a,${at(0)},Payments agent,bank/pay,allow,`])));
    const changed = csvOf([
      `a,${at(0)},Payments agent,bank/pay,deny,`,
      `${call.id},${call.at},Payments agent,bank/balance,allow,`,
    ]);
    await expect(importCalls(org.ctx, batch(changed))).rejects.toMatchObject({
      code: "conflict",
      invalidParams: [{ path: "line 2, id" }, { path: "line 3, id" }],
    });
    expect(await imported(org.orgId)).toMatchObject([{ id: "import:a", effect: "allow" }]);
  });
});

test("however often and in however many batches at once it is sent, each call is there once and counted once", async () => {
  const org = await testFleet();
  const rows = Array.from({ length: 60 }, (_, n) => `row-${n},${at(n)},Payments agent,bank/balance,allow,imported row`);
  const parts = [rows, rows.slice(0, 40), rows.slice(20), [...rows].reverse()];
  const results = await Promise.all(parts.map((part) => importCalls(org.ctx, batch(csvOf(part)))));
  expect(results.reduce((sum, { stored }) => sum + stored, 0)).toBe(60);
  const range = { from: "2025-03-10T09:00:00.000Z", to: "2025-03-10T10:00:00.000Z" };
  const counts = await countCalls(org.ctx, range);
  expect(counts.total).toEqual({ calls: 60, basis: { kind: "exact" } });
  const days = await countCalls(org.ctx, { from: "2025-03-01T00:00:00.000Z", to: "2025-03-20T00:00:00.000Z" });
  expect(days.total.calls).toBe(60);
  expect(days.histogram.buckets.reduce((sum, { allow }) => sum + allow, 0)).toBe(60);
  expect((await list(range, org.ctx)).map(({ receivedAt }) => receivedAt)).toEqual(
    Array.from({ length: 60 }, (_, n) => at(59 - n)),
  );
  const entries = await database().auditEntry.findMany({ where: { orgId: org.orgId, action: "activity.imported" } });
  expect(entries.reduce((sum, { leaf }) => sum + JSON.parse(leaf ?? "{}").detail.stored, 0)).toBe(60);
});

test("counts as nothing that was decided here, and is found by its source, words and filters", async () => {
  const org = await testFleet();
  const now = new Date(Date.now() - 60_000).toISOString();
  const rows = [
    `d1,${now},Payments agent,bank/pay,deny,Zanzibar says no`,
    `d2,${now},Payments agent,bank/pay,,`,
    `d3,${now},Payments agent,bank/balance,allow,`,
  ];
  await importCalls(org.ctx, batch(csvOf(rows)));
  for (const table of ["activityEvent", "reportedCall", "activityHour", "activityMinute", "deliveryFeed"] as const) {
    const where = { orgId: org.orgId, ...(table === "deliveryFeed" ? { source: { not: "audit" } } : {}) };
    expect(await (database()[table] as { count: (of: object) => Promise<number> }).count({ where }), table).toBe(0);
  }
  const call = await getCall(org.ctx, { id: "import:d1" });
  expect(call).toMatchObject({
    ...{ source: "import", enforced: false, effect: "deny", mediation: null, decisionId: null, agentId: org.agentId },
    imported: { file: "history.csv", at: expect.any(String) },
  });
  const ids = async (filters: Parameters<typeof list>[0]) => (await list(filters, org.ctx)).map(({ id }) => id).sort();
  expect(await ids({ effect: "deny" })).toEqual(["import:d1"]);
  expect(await ids({ effect: "none" })).toEqual(["import:d2"]);
  expect(await ids({ effect: "none,allow", tool: "bank/pay,bank/balance" })).toEqual(["import:d2", "import:d3"]);
  expect(await ids({ carriedOut: "imported" })).toHaveLength(3);
  expect(await ids({ carriedOut: "enforced,observed" })).toEqual([]);
  expect(await ids({ source: "point" })).toEqual([]);
  expect(await ids({ source: "import", q: "zanzibar" })).toEqual(["import:d1"]);
  expect(await ids({ q: "zanz" })).toEqual(["import:d1"]);
  const counts = await countCalls(org.ctx, {
    carriedOut: "imported",
    from: new Date(Date.now() - 86_400_000).toISOString(),
  });
  expect(counts.total.calls).toBe(3);
  const facet = counts.facets.find(({ name }) => name === "effect");
  expect(facet?.values.map(({ value, calls }) => [value, calls])).toEqual([
    ["allow", 1],
    ["deny", 1],
    ["none", 1],
  ]);
});

test("an agent that nobody registered is discovered, stopped, with a finding; one of another unit stays out of sight", async () => {
  const org = await testFleet();
  const claims = await registerAgent(org.ctx, { name: "Claims agent", purpose: "x", team: "Claims" });
  const text = csvOf([`a,${at(0)},Stray,bank/pay,allow,`, `b,${at(1)},Claims agent,bank/pay,allow,`]);
  expect((await previewCalls(org.ctx, { format: "csv", text })).rows.map(({ unknownAgent }) => unknownAgent)).toEqual([
    true,
    false,
  ]);
  expect(await importCalls(org.ctx, batch(text))).toEqual({ stored: 2, same: 0, leftOut: 0, discovered: 1 });
  const stray = await database().agent.findFirstOrThrow({ where: { orgId: org.orgId, name: "Stray" } });
  expect(stray).toMatchObject({
    status: "suspended",
    ownerId: null,
    statusReason: expect.stringContaining("imported"),
  });
  const finding = await database().finding.findFirstOrThrow({ where: { orgId: org.orgId, subjectId: stray.id } });
  expect(finding).toMatchObject({ kind: "agent.discovered", status: "open" });
  const user = { kind: "user", id: org.users.owner.id, name: "x", roles: ["owner"], sessionId: null } as const;
  const ofClaims = contextFor({ ...user, unit: ["Claims"] }, org.orgId);
  expect((await list({ source: "import" }, ofClaims)).map(({ agentId }) => agentId)).toEqual([claims.id]);
  expect((await countCalls(ofClaims, { from: at(0), to: at(5) })).total.calls).toBe(1);
});

test("what was exported is read back: elsewhere as imported calls, here as the calls that are there already", async () => {
  const org = await testFleet();
  const other = await testFleet();
  const texts = ['=cmd|"x"', "-1+2", 'a, b\n"c"', "\u202eevil", "plain"];
  const events = texts.map((reason) => callOf(org.agentId, { reason, policies: ["p1", "p2"], onBehalfOf: reason }));
  await reportEvents(org.point, { events });
  const calls = await list({}, org.ctx);
  for (const format of ["csv", "ndjson"] as const) {
    const text = `${format === "csv" ? callColumns : ""}${calls.map((call) => callLine(format, call)).join("")}`;
    const asked = { format, text, file: `export.${format}` };
    expect(await importCalls(org.ctx, asked)).toMatchObject({ stored: 0, same: texts.length, leftOut: 0 });
    const result = await importCalls(other.ctx, asked);
    expect(result).toMatchObject(format === "csv" ? { stored: texts.length } : { stored: 0, same: texts.length });
  }
  const read = await list({ source: "import" }, other.ctx);
  expect(read.map(({ reason }) => reason).sort()).toEqual([...texts].sort());
  expect(read[0]).toMatchObject({ policies: ["p1", "p2"], effect: "allow", agentId: other.agentId });
});

test("as many rows at once as a batch may have", async () => {
  const org = await testFleet();
  const rows = Array.from({ length: 5_000 }, (_, n) => `n-${n},${at(n % 60)},Payments agent,bank/tool-${n % 7},deny,x`);
  expect(await importCalls(org.ctx, batch(csvOf(rows)))).toMatchObject({ stored: 5_000 });
  const counts = await countCalls(org.ctx, {
    from: "2025-03-10T00:00:00.000Z",
    to: "2025-03-11T00:00:00.000Z",
    effect: "deny",
  });
  expect(counts.total).toEqual({ calls: 5_000, basis: { kind: "exact" } });
}, 60_000);
