/** Many points' confirmations in one commit say what each would have said by itself. */
import { beforeAll, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { type Ctx, transaction } from "@/lib/db/ctx";
import { newId } from "@/lib/shared/ids";
import type { Ack } from "@/sdk/wire/protocol";
import { storeAcks } from "./store-acks";
import { type TestFleet, testFleet, testPoint } from "./testing";

await testDatabase();
let mine: TestFleet;
let theirs: TestFleet;
beforeAll(async () => {
  mine = await testFleet();
  theirs = await testFleet("Another organisation");
});

const at = "2026-01-01T00:00:00.000Z";
const store = (...given: [Ctx, Ack[]][]) =>
  transaction(mine.system, (tx) =>
    storeAcks(
      tx.db,
      given.map(([ctx, acks]) => ({ ctx: { ...ctx, db: tx.db, now: tx.now }, acks })),
    ),
  );
const newPoint = async () => (await testPoint(mine.ctx, [])).point;
const order = (orderId: string, cancelled?: number, frozen?: number): Ack => ({
  ...{ kind: "order", orderId, at, cancelled },
  ...(frozen === undefined ? {} : { frozen }),
});
const loaded = (revision: number): Ack => ({ kind: "bundle", revision, result: "loaded", at });
const refused = (revision: number): Ack => ({ kind: "bundle", revision, result: "refused", reason: "bad", at });

async function newOrder(fleet: TestFleet): Promise<string> {
  const id = newId("stopOrder");
  await database().stopOrder.create({
    data: {
      id,
      orgId: fleet.orgId,
      agentId: fleet.agentId,
      agentName: "agent",
      status: "killed",
      reason: "test",
      orderedByName: "test",
      orderedAt: new Date(),
      points: [],
    },
  });
  return id;
}
const ackOf = (orderId: string, { actor }: Ctx) =>
  database().stopAck.findUnique({ where: { orderId_pepId: { orderId, pepId: actor.id } } });

test("an order or revision of another organisation, or of nobody, is dropped", async () => {
  const [point, foreign] = [await newPoint(), await newOrder(theirs)];
  expect(await store([point, [order(foreign), order("ord_nobody"), loaded(999), loaded(2 ** 40)]])).toEqual([0]);
  expect(await ackOf(foreign, point)).toBeNull();
});

test("words that cannot be stored fail nobody's report, not even their own", async () => {
  const [bad, good, id] = [await newPoint(), await newPoint(), await newOrder(mine)];
  const hostile: Ack[] = [order("ord_\u0000"), order("\uD800"), { ...order(id), at: "0000-01-01T00:00:00Z" }];
  expect(await store([bad, hostile], [good, [order(id)]])).toEqual([1, 1]);
  expect(await ackOf(id, good)).not.toBeNull();
});

test("each part of an order is counted once, in one report or in several", async () => {
  const [point, id] = [await newPoint(), await newOrder(mine)];
  await store([point, [order(`${id}.1`, 2), order(`${id}.1`, 2), order(`${id}.2`, 1)]]);
  await store([point, [order(`${id}.2`, 1), order(id, 4)]]);
  await store([point, [order(id, 4)]]);
  expect(await ackOf(id, point)).toMatchObject({ frozen: null, cancelled: 7, heard: [`${id}.1`, `${id}.2`, id] });
});

test("what was frozen is counted as what was ended is", async () => {
  const [point, id] = [await newPoint(), await newOrder(mine)];
  await store([point, [order(`${id}.1`, 0, 1)]]);
  await store([point, [order(id, 0, 2)]]);
  expect(await ackOf(id, point)).toMatchObject({ frozen: 3, cancelled: 0 });
});

test("of many points each has its own confirmation, and each is told its own number", async () => {
  const [points, id] = [await Promise.all(Array.from({ length: 20 }, newPoint)), await newOrder(mine)];
  const reports = points.map((point, place): [Ctx, Ack[]] => [
    point,
    place % 2 ? [order(id)] : [order(id), loaded(mine.revision)],
  ]);
  expect(await store(...reports)).toEqual(points.map((_, place) => (place % 2 ? 1 : 2)));
  for (const [place, point] of points.entries()) {
    expect(await ackOf(id, point)).not.toBeNull();
    expect(await database().pep.findUnique({ where: { id: point.actor.id } })).toMatchObject({
      revision: place % 2 ? 0 : mine.revision,
    });
  }
});

test("a point's last word about bundles stands, and a refusal is remembered once", async () => {
  const point = await newPoint();
  await store([point, [refused(mine.revision), loaded(mine.revision)]]);
  expect(await database().pep.findUnique({ where: { id: point.actor.id } })).toMatchObject({
    revision: mine.revision,
    refusedRevision: null,
  });
  await store([point, [refused(mine.revision)]]);
  expect(await database().pep.findUnique({ where: { id: point.actor.id } })).toMatchObject({
    revision: mine.revision,
    refusedRevision: mine.revision,
    refusedReason: "bad",
  });
  expect(
    await database().auditEntry.count({ where: { action: "point.refusedBundle", targetId: point.actor.id } }),
  ).toBe(1);
});
