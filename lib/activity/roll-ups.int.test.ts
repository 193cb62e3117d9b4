/** The counts that pages are drawn from always equal a count of the events themselves, however these came and went. */
import { beforeAll, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { type TestFleet, testFleet, testPoint } from "@/lib/enforcement/testing";
import type { CallEvent, OutcomeEvent, PepEvent } from "@/sdk/wire/protocol";
import { type EventReport, storeEvents } from "./store-events";
import { callOf } from "./testing";

await testDatabase();
let fleet: TestFleet;
const points: string[] = [];
beforeAll(async () => {
  fleet = await testFleet();
  for (let n = 0; n < 3; n++) points.push((await testPoint(fleet.ctx, [fleet.agentId])).enrolment.pepId);
});

let made = 0;
const id = () => `event-${String(++made).padStart(14, "0")}`;
const at = "2026-01-01T00:00:00.000Z";
const call = (change: Partial<CallEvent> = {}) => callOf(fleet.agentId, { id: id(), at, ...change });
const outcome = (callId: string): OutcomeEvent => ({
  type: "outcome",
  id: id(),
  callId,
  at,
  outcome: "succeeded",
  durationMs: 1,
  error: null,
});
const store = (place: number, events: PepEvent[]) => {
  const point = { id: points[place] ?? "", name: "Point", agents: [fleet.agentId] };
  const report: EventReport = { orgId: fleet.orgId, point, requestId: "req_test", events };
  return database().$transaction((tx) => storeEvents(tx, [report]), { maxWait: 60_000, timeout: 60_000 });
};

type Count = { [name: string]: unknown };
const dimensions = Prisma.sql`"agentId", "pepId", "tool", "operationClass", "effect", "code", "enforced", "asked"`;
const rolled = (table: "ActivityHour" | "ActivityDay") =>
  database().$queryRaw<Count[]>(Prisma.sql`
    SELECT "from", ${dimensions}, "calls", "ended" FROM ${Prisma.raw(`"${table}"`)}
    WHERE "orgId" = ${fleet.orgId} AND ("calls" <> 0 OR "ended" <> 0) ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9`);
const counted = (unit: "hour" | "day") =>
  database().$queryRaw<Count[]>(Prisma.sql`
    SELECT "from", ${dimensions}, count(*)::int AS "calls", count("callId")::int AS "ended" FROM (
      SELECT date_trunc(${unit}, e."receivedAt", 'UTC') AS "from", e."agentId", e."pepId", e."tool",
        coalesce(e."operationClass", '') AS "operationClass", e."effect", e."code", e."enforced",
        e."checkpointId" IS NOT NULL AS "asked", o."callId"
      FROM "ActivityEvent" e
      LEFT JOIN "ActivityOutcome" o ON o."orgId" = e."orgId" AND o."callId" = e."id" AND o."pepId" = e."pepId"
      WHERE e."orgId" = ${fleet.orgId}
    ) c GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9`);
const minutes = () =>
  database().$queryRaw<Count[]>(Prisma.sql`
    SELECT sum("allow")::int AS "allow", sum("deny")::int AS "deny", sum("hold")::int AS "hold" FROM "ActivityMinute"
    WHERE "orgId" = ${fleet.orgId}`);
const effects = () =>
  database().$queryRaw<Count[]>(Prisma.sql`
    SELECT (count(*) FILTER (WHERE "effect" = 'allow'))::int AS "allow",
      (count(*) FILTER (WHERE "effect" = 'deny'))::int AS "deny",
      (count(*) FILTER (WHERE "effect" = 'hold'))::int AS "hold"
    FROM "ActivityEvent" WHERE "orgId" = ${fleet.orgId}`);

async function expectExact(): Promise<void> {
  expect(await rolled("ActivityHour")).toEqual(await counted("hour"));
  expect(await rolled("ActivityDay")).toEqual(await counted("day"));
  expect(await minutes()).toEqual(await effects());
}

const latest = () =>
  database().$queryRaw<Count[]>(Prisma.sql`
    SELECT "pepId", max("receivedAt") AS "lastDecisionAt" FROM "ActivityEvent" WHERE "orgId" = ${fleet.orgId}
    GROUP BY 1 ORDER BY 1`);
const noted = () =>
  database().pointActivity.findMany({
    where: { orgId: fleet.orgId },
    select: { pepId: true, lastDecisionAt: true },
    orderBy: { pepId: "asc" },
  });

test("repeated, late, early and foreign events are counted as they are stored", async () => {
  const calls = [
    call(),
    call({ effect: "deny", code: "forbidden" }),
    call({ effect: "hold", code: "checkpoint_required" }),
  ];
  await store(0, [...calls, ...calls]);
  await store(0, calls);
  await expectExact();
  const late = call({ operationClass: null, checkpointId: "chk_1", enforced: false });
  // The outcome first, then its call; and an outcome by another point, which does not count.
  await store(0, [outcome(late.id)]);
  await store(0, [late, outcome(calls[0]?.id ?? "")]);
  await store(1, [outcome(calls[1]?.id ?? "")]);
  await expectExact();
  expect((await counted("hour")).reduce((sum, { ended }) => sum + Number(ended), 0)).toBe(2);
});

test("calls and outcomes in many transactions at once never pass each other", async () => {
  const events = Array.from({ length: 60 }, () => call());
  const halves = events.flatMap((event, place) => {
    const point = place % points.length;
    return [store(point, [event]), store(point, [outcome(event.id)])];
  });
  await Promise.all(halves);
  await expectExact();
  const sum = (await rolled("ActivityDay")).reduce((all, { ended }) => all + Number(ended), 0);
  expect(sum).toBe(62);
});

test("a point's last decision is its latest call to arrive, and one that arrived before does not put it back", async () => {
  expect(await noted()).toEqual(await latest());
  const events = points.map(() => call());
  await Promise.all(events.map((event, place) => store(place, [event])));
  const since = await latest();
  expect(await noted()).toEqual(since);
  await Promise.all(events.map((event, place) => store(place, [event])));
  const [kept] = await database().activityEvent.findMany({ where: { orgId: fleet.orgId, id: events[0]?.id } });
  if (!kept) throw new Error("The call was not stored.");
  const early = new Date(kept.receivedAt.getTime() - 3_600_000);
  await database().activityEvent.create({ data: { ...kept, id: id(), receivedAt: early } });
  expect(await noted()).toEqual(since);
});

test("events that are moved in time or removed are moved and removed in the counts", async () => {
  await database().activityEvent.updateMany({
    where: { orgId: fleet.orgId, effect: "allow", pepId: points[1] },
    data: { receivedAt: new Date(Date.now() - 3 * 86_400_000) },
  });
  await expectExact();
  await database().activityOutcome.deleteMany({ where: { orgId: fleet.orgId, pepId: points[2] } });
  await expectExact();
  await database().activityEvent.deleteMany({ where: { orgId: fleet.orgId, pepId: points[0] } });
  await expectExact();
  await database().activityEvent.deleteMany({ where: { orgId: fleet.orgId } });
  await expectExact();
  expect(await rolled("ActivityHour")).toEqual([]);
});
