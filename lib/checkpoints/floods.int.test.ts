import { beforeAll, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { byTwo, type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { listFindings } from "@/lib/findings/list-findings";
import { getHoldLimits } from "./get-hold-limits";
import { listHoldPauses } from "./list-hold-pauses";
import { openCheckpoint } from "./open-checkpoint";
import { resumeHolds } from "./resume-holds";
import { setHoldLimits } from "./set-hold-limits";

await testDatabase();
let fleet: TestFleet;
beforeAll(async () => {
  fleet = await testFleet();
});

const code = (value: string) => expect.objectContaining({ code: value });
const open = () => openCheckpoint(fleet.point, fleet.held());
const limit = async (limits: { perMinute: number; pauseAfter: number }) =>
  byTwo(fleet, await setHoldLimits(fleet.ctx, { ...limits, reason: "for the test" }));

test("limits are set by security and admins only, and the defaults are told", async () => {
  expect(await getHoldLimits(fleet.ctx, {})).toEqual({ perMinute: 60, pauseAfter: 150 });
  await expect(setHoldLimits(fleet.as("owner"), { perMinute: 5, pauseAfter: 5 })).rejects.toEqual(code("forbidden"));
});

test("more requests in a minute than are allowed are refused, however many ask at once", async () => {
  await limit({ perMinute: 3, pauseAfter: 100 });
  const asked = await Promise.allSettled(Array.from({ length: 6 }, open));
  expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
  for (const one of asked) if (one.status === "rejected") expect(one.reason).toEqual(code("rate_limited"));
});

test("at the threshold the agent's held calls are paused with a finding that names the numbers, and one act resumes them", async () => {
  await database().checkpoint.updateMany({
    where: { orgId: fleet.orgId },
    data: { createdAt: new Date(Date.now() - 120_000) },
  });
  await limit({ perMinute: 100, pauseAfter: 5 });
  await open();
  // The fifth in ten minutes is still asked, and is the last one.
  await open();
  await expect(open()).rejects.toEqual(code("holds_paused"));
  const [finding] = (await listFindings(fleet.ctx, { kind: "checkpoint.flood", status: "open" })).items;
  expect(finding?.title).toContain("5 times within 10 minutes");
  const id = fleet.agentId;
  await expect(resumeHolds(fleet.as("executive"), { id, reason: "x" })).rejects.toEqual(code("forbidden"));
  const other = await testFleet("Another organisation");
  await expect(resumeHolds(other.ctx, { id, reason: "x" })).rejects.toEqual(code("not_found"));
  const resumed = await resumeHolds(fleet.as("owner"), { id, reason: "its loop is mended" });
  expect(resumed).toMatchObject({ opened: 5, resumedWhy: "its loop is mended" });
  expect((await listFindings(fleet.ctx, { kind: "checkpoint.flood", status: "open" })).items).toEqual([]);
  await expect(resumeHolds(fleet.as("owner"), { id, reason: "again" })).rejects.toEqual(code("conflict"));
  // What was asked before counts no more: the next one does not pause it again.
  await open();
  await open();
  expect((await listHoldPauses(fleet.ctx, { agentId: id })).items).toHaveLength(1);
  const entries = await database().auditEntry.findMany({
    where: { targetId: id, action: { startsWith: "agent.holds" } },
  });
  expect(entries.map(({ action }) => action)).toEqual(["agent.holdsPaused", "agent.holdsResumed"]);
});
