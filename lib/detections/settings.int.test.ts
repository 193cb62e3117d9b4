/** Switching, tuning, suppressing and back-testing, with what each refuses first. */
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import type { Ctx } from "@/lib/db/ctx";
import { actByTwo, byTwo, closeTool, readTool, type TestFleet, testFleet, testPoint } from "@/lib/enforcement/testing";
import { listFindings } from "@/lib/findings/list-findings";
import { registerAgent } from "@/lib/inventory/register-agent";
import { endSuppression } from "./end-suppression";
import { getDetection } from "./get-detection";
import { DAY_MS, HOUR_MS, startOf } from "./hours";
import { listDetections } from "./list-detections";
import { detections } from "./registry";
import { runBacktests } from "./run-backtests";
import { setDetection } from "./set-detection";
import { startBacktest } from "./start-backtest";
import { suppressDetection } from "./suppress-detection";
import { counted, deniedOf, reported } from "./testing";
import { watchCalls } from "./watch-detections";

await testDatabase();
let fleet: TestFleet;
beforeAll(async () => {
  fleet = await testFleet();
});

let made = 0;
const agentWithPoint = async (): Promise<{ id: string; point: Ctx }> => {
  const { id } = await registerAgent(fleet.ctx, { name: `Agent ${++made}`, purpose: "x" });
  return { id, point: (await testPoint(fleet.ctx, [id])).point };
};
const denials = (id: string, count: number, tool = readTool) =>
  Array.from({ length: count }, () => deniedOf(id, { tool }));
const found = async (id: string) => (await listFindings(fleet.ctx, { subjectId: id, kind: "agent.denials" })).items;
const tomorrow = () => new Date(Date.now() + DAY_MS).toISOString();
const spike = { detection: "denial-spike" };
const set = async (change: { enabled?: boolean; parameters?: Record<string, number> }) =>
  byTwo(
    fleet,
    await setDetection(fleet.ctx, {
      ...spike,
      version: (await getDetection(fleet.ctx, spike)).version,
      enabled: true,
      reason: "a test",
      ...change,
    }),
  );
const auditOf = async (action: string) => database().auditEntry.count({ where: { orgId: fleet.orgId, action } });

test("every detection says what it is, names ASI ids, and its parameters stay within their bounds", () => {
  for (const one of detections) {
    expect(one.asi.length, one.id).toBeGreaterThan(0);
    for (const id of one.asi) expect(id).toMatch(/^ASI(0[1-9]|10)$/);
    for (const id of one.atlas) expect(id).toMatch(/^AML\.T\d{4}(\.\d{3})?$/);
    for (const { default: usual, min, max } of Object.values(one.parameters)) {
      expect(usual).toBeGreaterThanOrEqual(min);
      expect(usual).toBeLessThanOrEqual(max);
    }
  }
  expect(new Set(detections.map(({ id }) => id)).size).toBe(detections.length);
});

describe("refuses", () => {
  test("what it does not know, and what is out of bounds, without changing anything", async () => {
    await expect(getDetection(fleet.ctx, { detection: "nothing" })).rejects.toMatchObject({ code: "not_found" });
    const wrong: Record<string, number>[] = [{ denials: 0 }, { denials: 2.5 }, { share: 101 }, { nothing: 1 }];
    for (const parameters of wrong) {
      await expect(set({ parameters })).rejects.toMatchObject({ code: "invalid_input" });
    }
    expect((await getDetection(fleet.ctx, spike)).version).toBe(0);
  });
  test("to switch off what is found elsewhere, and a change of what was changed meanwhile", async () => {
    const off = { version: 0, enabled: false, reason: "x" };
    await expect(setDetection(fleet.ctx, { detection: "tool-pin-change", ...off })).rejects.toMatchObject({
      code: "conflict",
    });
    const asked = await setDetection(fleet.ctx, { detection: "dormant-agent", ...off });
    expect(asked).toMatchObject({ done: null, request: { weakenings: [{ way: "detection.off" }] } });
    expect(await getDetection(fleet.ctx, { detection: "dormant-agent" })).toMatchObject({ enabled: true, version: 0 });
    await byTwo(fleet, asked);
    expect(await getDetection(fleet.ctx, { detection: "dormant-agent" })).toMatchObject({ enabled: false, version: 1 });
    await expect(setDetection(fleet.ctx, { detection: "dormant-agent", ...off, version: 5 })).rejects.toMatchObject({
      code: "conflict",
    });
  });
  test("a suppression of nothing, without an end, or for ever", async () => {
    const of = (more: object) =>
      suppressDetection(fleet.ctx, {
        ...spike,
        subject: { kind: "agent", id: fleet.agentId },
        until: tomorrow(),
        reason: "x",
        ...more,
      });
    await expect(of({ subject: { kind: "agent", id: "agt_x" } })).rejects.toMatchObject({ code: "not_found" });
    await expect(of({ subject: { kind: "tool", id: "bank/nothing" } })).rejects.toMatchObject({ code: "not_found" });
    await expect(of({ until: new Date(0).toISOString() })).rejects.toMatchObject({ code: "invalid_input" });
    await expect(of({ until: new Date(Date.now() + 400 * DAY_MS).toISOString() })).rejects.toMatchObject({
      code: "invalid_input",
    });
    await expect(of({ reason: " " })).rejects.toMatchObject({ code: "invalid_input" });
  });
  test("a back-test of what looks at how things are now, and a second one at a time", async () => {
    await expect(startBacktest(fleet.ctx, { detection: "owner-gone", days: 3 })).rejects.toMatchObject({
      code: "conflict",
    });
    await startBacktest(fleet.ctx, { ...spike, days: 1 });
    await expect(startBacktest(fleet.ctx, { ...spike, days: 1 })).rejects.toMatchObject({ code: "conflict" });
    await runBacktests(database());
  });
});

test("switched off it raises nothing, tuned it decides by what was set, and each is in the audit log", async () => {
  const { id, point } = await agentWithPoint();
  await set({ enabled: false });
  await reported(point, denials(id, 30));
  await watchCalls(fleet.system);
  expect(await found(id)).toEqual([]);
  expect(await set({ parameters: { denials: 40 } })).toMatchObject({
    enabled: true,
    how: expect.stringContaining("At least 40 calls"),
    changed: { byName: fleet.ctx.actor.name },
  });
  await watchCalls(fleet.system);
  expect(await found(id)).toEqual([]);
  await set({ parameters: { denials: 25 } });
  await watchCalls(fleet.system);
  expect(await found(id)).toHaveLength(1);
  expect(await auditOf("detection.changed")).toBe(4);
  await set({});
});

test("a suppressed agent is counted and not raised, until the suppression ends", async () => {
  const { id, point } = await agentWithPoint();
  const subject = { kind: "agent", id } as const;
  await actByTwo(fleet, suppressDetection(fleet.ctx, { ...spike, subject, until: tomorrow(), reason: "a load test" }));
  const where = { orgId: fleet.orgId, subjectId: id };
  const { id: suppression } = await database().detectionSuppression.findFirstOrThrow({ where });
  await reported(point, denials(id, 30));
  await watchCalls(fleet.system);
  await watchCalls(fleet.system);
  expect(await found(id)).toEqual([]);
  const { allSuppressions } = await getDetection(fleet.ctx, spike);
  expect(allSuppressions.find((one) => one.id === suppression)).toMatchObject({
    kept: 1,
    stands: true,
    reason: "a load test",
  });
  expect(await endSuppression(fleet.ctx, { id: suppression })).toMatchObject({ stands: false });
  await endSuppression(fleet.ctx, { id: suppression });
  await reported(point, denials(id, 30));
  await watchCalls(fleet.system);
  expect(await found(id)).toHaveLength(1);
  expect(await auditOf("detection.suppressionEnded")).toBe(1);
});

test("calls of a suppressed tool do not count, and those of others do", async () => {
  const { id, point } = await agentWithPoint();
  await actByTwo(
    fleet,
    suppressDetection(fleet.ctx, {
      ...spike,
      subject: { kind: "tool", id: closeTool },
      until: tomorrow(),
      reason: "x",
    }),
  );
  await reported(point, denials(id, 30, closeTool));
  await watchCalls(fleet.system);
  expect(await found(id)).toEqual([]);
  await reported(point, denials(id, 20));
  await watchCalls(fleet.system);
  expect((await found(id))[0]?.title).toMatch(/^20 of 20/);
});

test("a back-test says what would have been raised with other parameters, and raises nothing", async () => {
  const other = await testFleet("History");
  const cell = { pepId: "p", tool: readTool, operationClass: "read", effect: "deny", code: "forbidden", asked: false };
  const at = (days: number) => new Date(startOf(new Date(), DAY_MS).getTime() - days * DAY_MS + 3 * HOUR_MS);
  await counted(other.orgId, [
    { agentId: other.agentId, from: at(4), cells: [{ ...cell, calls: 12 }] },
    { agentId: other.agentId, from: at(2), cells: [{ ...cell, calls: 60 }] },
  ]);
  const trial = async (denialsAtLeast: number) => {
    const { id } = await startBacktest(other.ctx, { ...spike, days: 7, parameters: { denials: denialsAtLeast } });
    await runBacktests(database());
    return (await getDetection(other.ctx, spike)).backtests.find((one) => one.id === id);
  };
  expect(await trial(20)).toMatchObject({ status: "done", result: { hits: 1, agents: 1, cut: false } });
  const both = await trial(10);
  expect(both?.result?.hits).toBe(2);
  expect(both?.result?.byDay.filter(({ hits }) => hits > 0).map(({ day }) => day)).toEqual(
    [at(4), at(2)].map((day) => day.toISOString().slice(0, 10)),
  );
  expect(both?.result?.samples[0]?.title).toContain("12 of 12 calls");
  expect((await listFindings(other.ctx, {})).items).toEqual([]);
});

test("the list shows what each raised, and nothing of another organisation's", async () => {
  const { items } = await listDetections(fleet.ctx, {});
  expect(items.map(({ id }) => id)).toEqual(detections.map(({ id }) => id));
  expect(items[0]).toMatchObject({ raised: 3, open: 3, suppressions: 1, enabled: true });
  const stranger = await testFleet("Stranger");
  expect((await listDetections(stranger.ctx, {})).items.every(({ raised, open }) => raised + open === 0)).toBe(true);
});
