/** The worker killed in the middle of what it does: sealing the audit log, and delivering to a sink. */
import { afterAll, expect, test } from "vitest";
import { checkTree } from "@/lib/audit/check-tree";
import { recordAudit } from "@/lib/audit/record";
import { database } from "@/lib/db/client";
import { transaction } from "@/lib/db/ctx";
import { createSink } from "@/lib/delivery/create-sink";
import { httpPlace } from "@/lib/delivery/testing/places";
import { Load } from "./load";
import { until } from "./processes";
import { faultStack } from "./stack";

const ROUNDS = Number(process.env.FAULT_ROUNDS ?? 5);
process.env.GATEHOUSE_EGRESS_ALLOW = "127.0.0.1";

const stack = await faultStack();
const place = await httpPlace();
afterAll(() => place.close());
const worker = stack.process("worker");
const { orgId, ctx } = stack.fleet;

type Sent = { metadata: { uid: string; sequence: number } };
const arrived = (): Sent[] => place.got.flatMap(({ body }): Sent[] => JSON.parse(body));

test("killed while it delivers: every event arrives, a number is one event for ever, and none is missing", async () => {
  const sends = ["calls"] as const;
  const secret = "a secret of sixteen or more";
  await createSink(ctx, {
    name: "SIEM",
    place: { kind: "webhook", settings: { url: place.url }, sends: [...sends], secret },
  });
  const load = new Load(stack);
  for (let round = 0; round < ROUNDS; round++) {
    load.start();
    await load.acknowledges(300);
    await load.stop();
    // The message is on its way: in one round the place takes it and the answer finds nobody, in the next it is lost.
    const taken = round % 2 === 0 ? 200 : "hang";
    const onItsWay = new Promise<void>((resolve) =>
      place.behave(() => {
        resolve();
        return taken;
      }),
    );
    worker.start();
    await onItsWay;
    await worker.kill("SIGKILL");
    // What the dead one holds ends by itself within a minute, for which the test does not wait.
    await stack.rows('UPDATE "Sink" SET "leaseUntil" = now() WHERE "orgId" = $1', [orgId]);
  }
  place.behave(200);
  worker.start();
  const missing = () => {
    const ids = new Set(arrived().map(({ metadata }) => metadata.uid));
    return [...load.acknowledged].filter((id) => !ids.has(`call:${id}`));
  };
  await until("every call has arrived", () => missing().length === 0);
  await worker.kill("SIGTERM");

  const byNumber = new Map<number, string>();
  for (const { metadata } of arrived()) {
    expect(byNumber.get(metadata.sequence) ?? metadata.uid).toBe(metadata.uid);
    byNumber.set(metadata.sequence, metadata.uid);
  }
  expect([...byNumber.keys()].sort((a, b) => a - b)).toEqual(Array.from(byNumber, (_, index) => index + 1));
});

test("killed while it seals: each entry has one place, and the log verifies", async () => {
  const write = (count: number) =>
    transaction(ctx, async (tx) => {
      for (let i = 0; i < count; i++)
        await recordAudit(tx, { action: "agent.edited", target: { kind: "agent", id: `agt_${i}`, name: "A" } });
    });
  const size = async () => {
    const [row] = await stack.rows<{ size: string }>(
      'SELECT count(*)::text AS size FROM "AuditLeaf" WHERE "orgId" = $1',
      [orgId],
    );
    return Number(row?.size);
  };
  for (let round = 0; round < ROUNDS; round++) {
    worker.start();
    const before = await size();
    await until("something is sealed", async () => {
      await write(20);
      return (await size()) > before;
    });
    await worker.kill("SIGKILL");
  }
  worker.start();
  const waiting = () => stack.rows('SELECT 1 FROM "AuditPending" WHERE "orgId" = $1', [orgId]);
  await until("all is sealed", async () => (await waiting()).length === 0);
  await worker.kill("SIGTERM");

  const places = await stack.rows<{ entries: string; places: string }>(
    `SELECT count(*)::text AS entries, count(DISTINCT "seq")::text AS places FROM "AuditLeaf" WHERE "orgId" = $1`,
    [orgId],
  );
  const [written] = await stack.rows<{ count: string }>(
    'SELECT count(*)::text AS count FROM "AuditEntry" WHERE "orgId" = $1',
    [orgId],
  );
  expect(places).toEqual([{ entries: written?.count, places: written?.count }]);
  const keys = await database().signingKey.findMany({ where: { orgId }, select: { publicKey: true } });
  const checked = await checkTree(ctx, { keys, copies: [], onProgress: async () => {} });
  expect(checked.fault).toBeNull();
  expect(checked.total).toBe(Number(written?.count));
});
