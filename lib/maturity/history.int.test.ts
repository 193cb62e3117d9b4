/** What is noted of stages and scores as they move, on an organisation of its own for each test. */
import { beforeEach, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { contextFor, nobody } from "@/lib/db/ctx";
import { watchFleet } from "@/lib/enforcement/fleet-watch";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { registerAgent } from "@/lib/inventory/register-agent";
import { maturityWatch } from "@/lib/jobs/maturity-watch";
import { newId } from "@/lib/shared/ids";
import { getAgentStage } from "./get-agent-stage";
import { getTrend } from "./get-trend";
import { listChanges } from "./list-changes";
import { recomputeMaturity } from "./recompute";
import { trimHistory } from "./trim-history";

await testDatabase();
let org: TestOrg;
let agentId: string;
let pointId: string;

const db = () => database();
const look = () => recomputeMaturity(org.system);
const changes = async () => (await listChanges(org.ctx, {})).items;
const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1000);

/** An agent with an owner whose calls come through one enforcing point, with a policy in force: it stands at observe. */
beforeEach(async () => {
  org = await testOrg();
  ({ id: agentId } = await registerAgent(org.ctx, {
    name: "Invoice bot",
    purpose: "Pays",
    ownerId: org.users.owner.id,
  }));
  const point = {
    kind: "mcp-proxy",
    version: "0",
    mode: "enforce",
    revision: 0,
    connected: true,
    lastSeenAt: new Date(),
  };
  pointId = newId("point");
  await db().pep.create({
    data: { id: pointId, orgId: org.orgId, name: "Proxy", publicKey: pointId, agents: [agentId], ...point },
  });
  const day = new Date(new Date().setUTCHours(0, 0, 0, 0));
  const call = { tool: "files/read", operationClass: "read", effect: "allow", code: "permitted" };
  const count = { enforced: true, asked: false, calls: 3, ended: 3 };
  // A day that is over, also in the first minutes after midnight, when yesterday is still counted by hours.
  const from = new Date(day.getTime() - 2 * 86_400_000);
  await db().activityDay.create({ data: { orgId: org.orgId, from, agentId, pepId: pointId, ...call, ...count } });
});

describe("refuses", () => {
  test("strangers", async () => {
    const stranger = contextFor(nobody, "");
    await expect(getTrend(stranger, {})).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(listChanges(stranger, {})).rejects.toMatchObject({ code: "unauthenticated" });
  });
  test("ranges that are not offered, and cursors that no list gave out", async () => {
    await expect(getTrend(org.ctx, { days: 8 })).rejects.toMatchObject({ code: "invalid_input" });
    await expect(listChanges(org.ctx, { cursor: "x" })).rejects.toMatchObject({ code: "invalid_input" });
    const noNumber = Buffer.from(`${new Date().toISOString()}|x`).toString("base64url");
    await expect(listChanges(org.ctx, { cursor: noNumber })).rejects.toMatchObject({ code: "invalid_input" });
  });
  test("to show another organisation's history", async () => {
    await look();
    const other = await testOrg();
    expect((await listChanges(other.ctx, { agentId })).items).toEqual([]);
    expect(await getTrend(other.ctx, {})).toMatchObject({ since: null, lookedAt: null, moves: [] });
  });
});

describe("an agent whose point goes silent", () => {
  beforeEach(async () => {
    await look();
  });

  test("falls with that reason, and the organisation's trend says the same", async () => {
    const lastSeenAt = secondsAgo(40);
    await db().pep.update({ where: { id: pointId }, data: { lastSeenAt } });
    expect(await look()).toBe(1);
    const why = `Proxy has been silent since ${lastSeenAt.toISOString().slice(0, 19).replace("T", " ")} UTC.`;
    expect((await changes())[0]).toMatchObject({
      agentId,
      agentName: "Invoice bot",
      kind: "moved",
      fell: [{ requirement: "connected", title: "Its points are connected", why, href: "/points" }],
      met: [],
    });
    const { fromScore, toScore } = (await changes())[0] ?? {};
    expect(toScore).toBeLessThan(fromScore ?? 0);
    const { moves, steps } = await getTrend(org.as("executive"), { days: 7 });
    expect(moves[0]).toMatchObject({
      score: toScore,
      scoreBefore: fromScore,
      fell: 1,
      rose: 0,
      causes: [{ direction: "fell", title: "Its points are connected", agents: 1, why, agentId }],
    });
    expect(steps.at(-1)?.standing).toMatchObject({ score: toScore });
  });

  test("leaves one row, however often it is looked at", async () => {
    await db().pep.update({ where: { id: pointId }, data: { connected: false } });
    await look();
    expect(await look()).toBe(0);
    expect(await look()).toBe(0);
    expect((await changes()).map(({ kind }) => kind)).toEqual(["moved", "first"]);
    expect(await db().maturityPoint.count({ where: { orgId: org.orgId } })).toBe(2);
  });

  test("leaves one row when two workers look at once", async () => {
    await db().pep.update({ where: { id: pointId }, data: { connected: false } });
    await Promise.all([look(), look(), look(), look()]);
    expect((await changes()).map(({ kind }) => kind)).toEqual(["moved", "first"]);
    expect(await db().maturityPoint.count({ where: { orgId: org.orgId } })).toBe(2);
  });

  test("is noted as risen when the point is back", async () => {
    await db().pep.update({ where: { id: pointId }, data: { connected: false } });
    await look();
    await db().pep.update({ where: { id: pointId }, data: { connected: true, lastSeenAt: new Date() } });
    await look();
    expect((await changes())[0]).toMatchObject({ met: [{ requirement: "connected", why: "Proxy is connected." }] });
  });
});

test("an agent's requirements lead to its points, calls and open findings, and say since when nothing changed", async () => {
  expect((await getAgentStage(org.ctx, { id: agentId })).unchangedSince).toBeNull();
  await look();
  await db().pep.update({ where: { id: pointId }, data: { lastSeenAt: secondsAgo(120) } });
  await watchFleet(org.system);
  const { requirements, unchangedSince } = await getAgentStage(org.ctx, { id: agentId });
  const evidence = (id: string) => requirements.find((one) => one.id === id)?.evidence?.map(({ href }) => href);
  const finding = await db().finding.findFirstOrThrow({
    where: { orgId: org.orgId, subjectId: pointId, status: "open" },
  });
  expect(evidence("connected")).toEqual([`/points/${pointId}`, `/findings/${finding.id}`]);
  expect(evidence("logged")).toEqual([`/agents/${agentId}/activity`]);
  expect(unchangedSince).toEqual((await changes())[0]?.at);
});

test("a look that began earlier writes nothing over a later one", async () => {
  await look();
  await db().maturityRun.update({ where: { orgId: org.orgId }, data: { at: new Date(Date.now() + 60_000) } });
  await db().pep.update({ where: { id: pointId }, data: { connected: false } });
  expect(await look()).toBeNull();
  expect((await changes()).length).toBe(1);
});

test("a stopped agent leaves the score with that reason, and returns; a removed one is said to be gone", async () => {
  await registerAgent(org.ctx, { name: "Bystander", purpose: "Waits" });
  await look();
  await db().agent.update({ where: { id: agentId }, data: { status: "suspended" } });
  await look();
  expect((await changes())[0]).toMatchObject({ kind: "stopped", toScore: null, fell: [{ requirement: "active" }] });
  const standing = async () => (await getTrend(org.ctx, { days: 7 })).steps.at(-1)?.standing;
  expect(await standing()).toMatchObject({ score: 0, stopped: 1, none: 1 });
  await db().agent.update({ where: { id: agentId }, data: { status: "active" } });
  await look();
  expect((await changes())[0]).toMatchObject({ kind: "returned", fromScore: null, met: [{ requirement: "active" }] });
  await db().agent.delete({ where: { id: agentId } });
  await look();
  expect((await changes())[0]).toMatchObject({ agentName: "Invoice bot", kind: "removed", toStage: null });
  expect((await getTrend(org.ctx, {})).moves[0]?.causes).toMatchObject([{ direction: "left", title: "Removed" }]);
  expect(await look()).toBe(0);
});

describe("the trend", () => {
  test("of an organisation that nobody looked at has no point, and says so", async () => {
    const { since, lookedAt, steps, moves } = await getTrend(org.ctx, { days: 30 });
    expect([since, lookedAt, moves]).toEqual([null, null, []]);
    expect(steps.length).toBeGreaterThanOrEqual(30);
    expect(steps.every(({ standing }) => standing === null)).toBe(true);
  });

  test("shows a time in which nobody looked as a gap, not as a line", async () => {
    await look();
    const hours = (n: number) => new Date(Date.now() - n * 3_600_000);
    const row = {
      orgId: org.orgId,
      stage: "none",
      score: 0.5,
      none: 1,
      observe: 0,
      enforce: 0,
      isolate: 0,
      stopped: 0,
    };
    await db().maturityPoint.create({
      data: { ...row, at: hours(30), until: hours(26), rose: 0, fell: 0, causes: [] },
    });
    const { steps } = await getTrend(org.ctx, { days: 7 });
    const seen = steps.map(({ standing }) => standing !== null);
    expect(seen.filter(Boolean).length).toBe(6);
    expect(seen.at(-1)).toBe(true);
    expect(seen.at(-3)).toBe(false);
  });

  test("has a row for each day, though nothing changed", async () => {
    await look();
    const yesterday = secondsAgo(86_400);
    await db().maturityPoint.updateMany({ where: { orgId: org.orgId }, data: { at: yesterday, until: secondsAgo(1) } });
    await look();
    await look();
    const rows = await db().maturityPoint.findMany({ where: { orgId: org.orgId }, orderBy: { at: "asc" } });
    expect(rows.map(({ causes }) => Array.isArray(causes) && causes.length)).toEqual([1, 0]);
  });
});

test("changes are paged, newest first, and kept to one agent where one is named", async () => {
  for (let n = 0; n < 3; n++) await registerAgent(org.ctx, { name: `Agent ${n}`, purpose: "Works" });
  await look();
  const first = await listChanges(org.ctx, { limit: 3 });
  const rest = await listChanges(org.ctx, { limit: 3, cursor: first.nextCursor ?? "" });
  expect([first.items.length, rest.items.length, rest.nextCursor, first.total]).toEqual([3, 1, null, 4]);
  expect(new Set([...first.items, ...rest.items].map(({ id }) => id)).size).toBe(4);
  expect((await listChanges(org.ctx, { agentId, days: 7 })).items.map((one) => one.agentId)).toEqual([agentId]);
});

test("what is old goes: changes beyond the newest 500 of an agent, and all but the last row of an hour", async () => {
  const kept = { orgId: org.orgId, agentId, agentName: "A", kind: "moved", fell: [], met: [] };
  await db().maturityChange.createMany({
    data: Array.from({ length: 510 }, (_, n) => ({ ...kept, at: secondsAgo(n + 1) })),
  });
  await db().maturityChange.create({ data: { ...kept, agentId: newId("agent"), at: secondsAgo(401 * 86_400) } });
  const hour = new Date(Math.floor((Date.now() - 10 * 86_400_000) / 3_600_000) * 3_600_000);
  const row = { orgId: org.orgId, stage: "none", none: 1, observe: 0, enforce: 0, isolate: 0, stopped: 0 };
  const at = [0, 10, 20, 70].map((minutes) => new Date(hour.getTime() + minutes * 60_000));
  await db().maturityPoint.createMany({
    data: at.map((each) => ({ ...row, at: each, until: each, rose: 0, fell: 0, causes: [] })),
  });
  await trimHistory(db());
  expect(await db().maturityChange.count({ where: { orgId: org.orgId } })).toBe(500);
  const left = await db().maturityPoint.findMany({ where: { orgId: org.orgId }, orderBy: { at: "asc" } });
  expect(left.map((one) => one.at)).toEqual(at.slice(2));
});

test("the worker looks at every organisation, and not again while the last look is to be rested from", async () => {
  await maturityWatch(db());
  const run = () => db().maturityRun.findUniqueOrThrow({ where: { orgId: org.orgId } });
  const first = await run();
  await db().maturityRun.update({ where: { orgId: org.orgId }, data: { tookMs: 60_000 } });
  await maturityWatch(db());
  expect((await run()).at).toEqual(first.at);
  await db().maturityRun.update({ where: { orgId: org.orgId }, data: { tookMs: 0 } });
  await maturityWatch(db());
  expect((await run()).at.getTime()).toBeGreaterThan(first.at.getTime());
});
