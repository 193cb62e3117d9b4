/** Calls stand in partitions by the month of arrival and by how long they are kept; by their ids they are one table all the same. */
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { type TestFleet, testFleet, testPoint } from "@/lib/enforcement/testing";
import type { CallEvent, PepEvent } from "@/sdk/wire/protocol";
import { askedOf } from "./asked-calls";
import { getCall } from "./get-call";
import { listCalls } from "./list-calls";
import { lookedAt } from "./looked-at";
import { makeMonths } from "./make-months";
import { storeEvents } from "./store-events";
import { callOf } from "./testing";

await testDatabase();
let fleet: TestFleet;
let second: string;
beforeAll(async () => {
  fleet = await testFleet();
  second = (await testPoint(fleet.ctx, [fleet.agentId])).enrolment.pepId;
});

const call = (change: Partial<CallEvent> = {}) => callOf(fleet.agentId, { at: "2026-01-01T00:00:00.000Z", ...change });
async function store(events: PepEvent[], pepId = fleet.enrolment.pepId) {
  const point = { id: pepId, name: "Point", agents: [fleet.agentId] };
  const reports = [{ orgId: fleet.orgId, point, requestId: "req_test", events }];
  const [results] = await database().$transaction((tx) => storeEvents(tx, reports));
  return results?.map(({ status }) => status);
}
/** Arrived so many months ago: in the middle of that month. */
const moved = (id: string, months: number) =>
  database().$executeRaw(Prisma.sql`
    UPDATE "ActivityEvent" SET "receivedAt" = "monthBegins"(now()) - make_interval(months => ${months}::int) + interval '14 days'
    WHERE "orgId" = ${fleet.orgId} AND "id" = ${id}`);
const makeMonth = async (months: number) => {
  const [row] = await database().$queryRaw<{ waiting: bigint | null }[]>(Prisma.sql`
    SELECT "makeCallMonth"(now() - make_interval(months => ${months}::int)) AS "waiting"`);
  return row?.waiting;
};
async function partitionOf(id: string): Promise<string | undefined> {
  const rows = await database().$queryRaw<{ name: string }[]>(Prisma.sql`
    SELECT tableoid::regclass::text AS "name" FROM "ActivityEvent" WHERE "orgId" = ${fleet.orgId} AND "id" = ${id}`);
  expect(rows.length).toBe(1);
  return rows[0]?.name;
}
const hours = () =>
  database().$queryRaw<unknown[]>(Prisma.sql`
    SELECT "from", "effect", "calls" FROM "ActivityHour" WHERE "orgId" = ${fleet.orgId} AND "calls" <> 0 ORDER BY 1, 2`);

describe("an id is one, however many months lie between", () => {
  test("sent again a month later it is a duplicate, with another body it is refused, from another point as well", async () => {
    const first = call();
    expect(await store([first])).toEqual(["stored"]);
    await makeMonth(1);
    await moved(first.id, 1);
    expect(await store([first])).toEqual(["duplicate"]);
    expect(await store([first], second)).toEqual(["duplicate"]);
    expect(await store([{ ...first, tool: "bank/close" }])).toEqual(["refused"]);
    expect(await store([{ ...first, tool: "bank/close" }], second)).toEqual(["refused"]);
    expect((await getCall(fleet.ctx, { id: first.id })).tool).toBe("bank/balance");
  });

  test("by whatever way it is stored, the database itself refuses it a second time", async () => {
    const { id } = call();
    await store([call({ id })]);
    const copy = Prisma.sql`INSERT INTO "ActivityEvent" ("orgId", "id", "at", "receivedAt", "pepId", "agentId", "agentName", "tool",
      "effect", "code", "reason", "revision", "argumentsDigest", "argumentsText", "bodyDigest")
      SELECT "orgId", "id", "at", now() - interval '70 days', "pepId", "agentId", "agentName", "tool", "effect", "code", "reason",
        "revision", "argumentsDigest", "argumentsText", "bodyDigest" FROM "ActivityEvent" WHERE "id" = ${id}`;
    await expect(database().$executeRaw(copy)).rejects.toThrow(/unique|already exists/i);
    expect(await database().activityEvent.count({ where: { orgId: fleet.orgId, id } })).toBe(1);
  });

  test("the outcome finds its call in whatever month it is, and only its own point may report it", async () => {
    const { id } = call();
    await store([call({ id })]);
    await makeMonth(2);
    await moved(id, 2);
    const outcome = {
      type: "outcome",
      callId: id,
      at: "2026-01-01T00:00:00.000Z",
      durationMs: 1,
      error: null,
    } as const;
    const ended = { ...outcome, id: `${id}-outcome`, outcome: "succeeded" } as const;
    expect(await store([ended], second)).toEqual(["refused"]);
    expect(await store([ended])).toEqual(["stored"]);
    const [hour] = await database().$queryRaw<{ ended: number }[]>(Prisma.sql`
      SELECT sum("ended")::int AS "ended" FROM "ActivityHour" WHERE "orgId" = ${fleet.orgId}
        AND "from" < "monthBegins"(now()) - interval '1 month'`);
    expect(hour?.ended).toBe(1);
    expect(await getCall(fleet.ctx, { id })).toMatchObject({ outcome: "succeeded" });
  });
});

test("what was read and simply allowed is routine; what acted, was refused, asked people or is not known is evidence", async () => {
  const kinds: [Partial<CallEvent>, string][] = [
    [{ operationClass: "read", effect: "allow" }, "routine"],
    [{ operationClass: "read", effect: "deny" }, "evidence"],
    [{ operationClass: "read", effect: "hold" }, "evidence"],
    [{ operationClass: "read", effect: "allow", checkpointId: "cp_1" }, "evidence"],
    [{ operationClass: "data.write", effect: "allow" }, "evidence"],
    [{ operationClass: null, effect: "allow" }, "evidence"],
  ];
  for (const [change, kept] of kinds) {
    const { id } = call();
    await store([call({ id, ...change })]);
    expect(await partitionOf(id)).toMatch(new RegExp(`^record\\.calls_\\d{4}_\\d{2}_${kept}$`));
  }
});

describe("a month without partitions", () => {
  test("costs no call: it waits in the default one, is shown, and goes where it belongs when they are made", async () => {
    const { id } = call();
    await store([call({ id })]);
    await moved(id, 7);
    expect(await partitionOf(id)).toBe("record.calls_default");
    expect((await getCall(fleet.ctx, { id })).id).toBe(id);
    const before = await hours();
    expect(await makeMonth(7)).toBe(1n);
    expect(await partitionOf(id)).toMatch(/_routine$/);
    expect(await hours()).toEqual(before);
    expect((await getCall(fleet.ctx, { id })).id).toBe(id);
    expect(await makeMonth(7)).toBeNull();
  });

  test("the worker makes the months to come, and whichever it finds calls waiting for", async () => {
    const { id } = call();
    await store([call({ id })]);
    await moved(id, 8);
    const runs = await Promise.all([makeMonths(database(), 5), makeMonths(database(), 5)]);
    expect(runs.reduce((sum, { made }) => sum + made, 0)).toBeGreaterThanOrEqual(3);
    expect(runs.reduce((sum, { late }) => sum + late, 0)).toBe(1);
    expect(await partitionOf(id)).toMatch(/_routine$/);
    expect(await makeMonths(database(), 5)).toEqual({ made: 0, late: 0 });
  });

  test("is made once by however many at once, while calls are stored", async () => {
    const makers = Array.from({ length: 4 }, () => makeMonth(9));
    const stored = Array.from({ length: 8 }, () => store([call()]));
    const waited = await Promise.all(makers);
    expect(waited.filter((waiting) => waiting === 0n).length).toBe(1);
    expect(waited.filter((waiting) => waiting === null).length).toBe(3);
    expect((await Promise.all(stored)).flat()).toEqual(Array.from({ length: 8 }, () => "stored"));
  });
});

describe("a question reads the partitions of its time alone", () => {
  const DAY = 86_400_000;
  const rangeOf = (days: number) => ({ from: new Date(Date.now() - days * DAY), to: new Date(), cursor: null });
  const asked = () => askedOf(fleet.ctx, {});
  const depth = { decided: 50, told: 50 };
  async function readBy(statement: Prisma.Sql): Promise<string[]> {
    const rows = await database().$queryRaw<{ "QUERY PLAN": string }[]>(
      Prisma.sql`EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) ${statement}`,
    );
    const lines = rows.map((row) => row["QUERY PLAN"]).filter((line) => !line.includes("never executed"));
    return [...new Set(lines.flatMap((line) => line.match(/ on (calls_\w+)/)?.[1] ?? []))];
  }
  const listing = async (days: number) =>
    readBy(Prisma.sql`${lookedAt(fleet.ctx, await asked(), rangeOf(days), { decided: { hours: null }, told: [] }, depth)}
      SELECT * FROM seen`);

  test("however many months there are", async () => {
    const few = await listing(1);
    for (let months = 10; months < 40; months++) await makeMonth(months);
    expect(await listing(1)).toEqual(few);
    expect(few.length).toBeLessThanOrEqual(4);
    expect(await listing(1200)).not.toEqual(few);
  });

  test("a call by its id reads one", async () => {
    const { id } = call();
    await store([call({ id })]);
    const found = await readBy(Prisma.sql`
      SELECT * FROM "CallById" WHERE "orgId" = ${fleet.orgId} AND "id" = ANY(${[id]}::text[])`);
    expect(found.length).toBe(1);
    expect(`record.${found[0]}`).toBe(await partitionOf(id));
  });

  test("a list over all of them goes on by its cursor, each call once", async () => {
    const total = await database().activityEvent.count({ where: { orgId: fleet.orgId } });
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listCalls(fleet.ctx, { limit: 3, ...(cursor === undefined ? {} : { cursor }) });
      ids.push(...page.items.map((item) => item.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(ids.length).toBe(total);
    expect(new Set(ids).size).toBe(total);
  });
});
