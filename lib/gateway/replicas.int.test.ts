/** Two gateways on one Postgres serve the same fleet: whoever is told, all are told, in order, nothing lost and nothing twice. */
import { randomUUID } from "node:crypto";
import http from "node:http";
import net from "node:net";
import { createParser } from "eventsource-parser";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { appendControl } from "@/lib/db/control-log";
import { transaction } from "@/lib/db/ctx";
import { killAgent } from "@/lib/enforcement/kill-agent";
import { revokePoint } from "@/lib/enforcement/revoke-point";
import { type TestFleet, testFleet, testPoint } from "@/lib/enforcement/testing";
import { registerAgent } from "@/lib/inventory/register-agent";
import { type SigningKey, signToken } from "@/sdk/crypto";
import { StreamEvent } from "@/sdk/wire/protocol";
import { startGateway, type TestGateway } from "./testing";

await testDatabase();
let fleet: TestFleet;
let gateways: [TestGateway, TestGateway];
beforeAll(async () => {
  fleet = await testFleet();
  gateways = [await startGateway(), await startGateway()];
});
afterAll(async () => {
  for (const gateway of gateways) await gateway.stop();
});

type Named = { id: string; key: SigningKey };
type Heard = { id: number | null; event: StreamEvent };
type Listening = { heard: Heard[]; ended: Promise<void>; close: () => void };

async function newPoint(): Promise<Named> {
  const { enrolment, key } = await testPoint(fleet.ctx, []);
  return { id: enrolment.pepId, key };
}

function tokenOf({ id, key }: Named): string {
  const now = Math.floor(Date.now() / 1000);
  return signToken(key, { iss: id, aud: "gatehouse", iat: now, exp: now + 60, jti: String(performance.now()) });
}

/** A stream as a point holds it; resolves once the state was told. */
function follow(gateway: TestGateway, point: Named, lastEventId?: number): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const heard: Heard[] = [];
    const headers = {
      authorization: `Bearer ${tokenOf(point)}`,
      ...(lastEventId === undefined ? {} : { "last-event-id": String(lastEventId) }),
    };
    const request = http.get(`${gateway.url}/v1/pep/stream`, { headers, agent: false }, (response) => {
      if (response.statusCode !== 200) return void reject(new Error(`answered ${response.statusCode}`));
      const ended = new Promise<void>((over) => response.on("close", over));
      const parser = createParser({
        onEvent: ({ id, data }) => {
          heard.push({ id: id === undefined ? null : Number(id), event: StreamEvent.parse(JSON.parse(data)) });
          if (heard.length === 1) resolve({ heard, ended, close: () => request.destroy() });
        },
      });
      response.setEncoding("utf8").on("data", (chunk: string) => parser.feed(chunk));
      response.on("error", () => undefined);
    });
    request.on("error", reject);
  });
}

const orders = ({ heard }: Listening) =>
  heard.flatMap(({ event }) => (event.type === "agent" ? [`${event.orderId} ${event.status}`] : []));
const eventually = <T>(read: () => T | Promise<T>, is: (value: T) => boolean) =>
  expect.poll(async () => is(await read()), { timeout: 10_000, interval: 5 }).toBe(true);

/** Kills two agents, one after the other; what points must hear of it, in order. */
async function killTwo(): Promise<string[]> {
  const given: string[] = [];
  for (const name of ["one", "two"]) {
    const agent = await registerAgent(fleet.ctx, { name: `${name} ${randomUUID()}`, purpose: "is killed" });
    const { orderId } = await killAgent(fleet.ctx, { id: agent.id, reason: "test" });
    given.push(`${orderId} killed`);
  }
  return given;
}

test("a kill reaches points at both gateways, once, and with one number", async () => {
  const [a, b] = await Promise.all([newPoint(), newPoint()]);
  const streams = await Promise.all([follow(gateways[0], a), follow(gateways[1], b)]);
  const given = await killTwo();
  for (const stream of streams)
    await eventually(
      () => orders(stream),
      (all) => all.length === 2,
    );
  for (const stream of streams) expect(orders(stream)).toEqual(given);
  const [first, second] = streams.map(({ heard }) => heard.map(({ id }) => id));
  expect(first?.slice(1)).toEqual(second?.slice(1));
  for (const { close } of streams) close();
});

test("when a gateway dies, its points go on at the other from where they were: nothing missed, nothing twice", async () => {
  const doomed = await startGateway();
  const named = await Promise.all(Array.from({ length: 8 }, newPoint));
  const before = await Promise.all(named.map((point) => follow(doomed, point)));
  const first = await killTwo();
  for (const stream of before)
    await eventually(
      () => orders(stream),
      (all) => all.length === 2,
    );
  await doomed.stop();
  await Promise.all(before.map(({ ended }) => ended));
  const meanwhile = await killTwo();
  const after = await Promise.all(
    named.map((point, place) => follow(gateways[1], point, before[place]?.heard.at(-1)?.id ?? 0)),
  );
  const last = await killTwo();
  for (const stream of after)
    await eventually(
      () => orders(stream),
      (all) => all.length >= 4,
    );
  for (const [place, stream] of after.entries()) {
    expect([...orders(before[place] ?? stream), ...orders(stream)]).toEqual([...first, ...meanwhile, ...last]);
    expect(stream.heard[0]?.event.type).toBe("state");
    stream.close();
  }
});

test("a point that moved to another gateway stays connected when the first notices that it left", async () => {
  const point = await newPoint();
  const [old, now] = [await follow(gateways[0], point), await follow(gateways[1], point)];
  const size = gateways[0].hub.size;
  old.close();
  await eventually(
    () => gateways[0].hub.size,
    (left) => left === size - 1,
  );
  const connected = async () =>
    (await database().pep.findUniqueOrThrow({ where: { id: point.id }, select: { connected: true } })).connected;
  expect(await connected()).toBe(true);
  now.close();
  await eventually(connected, (still) => !still);
});

test("a revoked point's stream ends at both gateways, and its next request is refused although its token was known", async () => {
  const point = await newPoint();
  const ask = (gateway: TestGateway, token: string) =>
    fetch(`${gateway.url}/v1/pep/heartbeat`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ version: "1", revision: 0, spoolDepth: 0, gaps: 0, clock: new Date().toISOString() }),
    });
  const token = tokenOf(point);
  const streams = [await follow(gateways[0], point), await follow(gateways[1], point)];
  for (const gateway of gateways) expect((await ask(gateway, token)).status).toBe(200);
  await revokePoint(fleet.ctx, { id: point.id, reason: "lost" });
  await Promise.all(streams.map(({ ended }) => ended));
  for (const gateway of gateways) {
    expect((await ask(gateway, token)).status).toBe(401);
    await expect(follow(gateway, point)).rejects.toThrow("401");
  }
});

test("points that come all at once are all told, and share the looks at the database", async () => {
  const named = await Promise.all(Array.from({ length: 4 }, newPoint));
  const streams = (
    await Promise.all(Array.from({ length: 3 }, () => Promise.all(named.map((point) => follow(gateways[0], point)))))
  ).flat();
  const given = await killTwo();
  for (const stream of streams)
    await eventually(
      () => orders(stream),
      (all) => all.length === 2,
    );
  for (const stream of streams) expect(orders(stream)).toEqual(given);
  for (const { close } of streams) close();
});

test("a fourth stream of one point ends the first", async () => {
  const point = await newPoint();
  const streams: Listening[] = [];
  for (let count = 0; count < 4; count++) streams.push(await follow(gateways[0], point));
  await streams[0]?.ended;
  const given = await killTwo();
  for (const stream of streams.slice(1))
    await eventually(
      () => orders(stream),
      (all) => all.length === 2,
    );
  expect(orders(streams[3] as Listening)).toEqual(given);
  for (const { close } of streams) close();
});

test("a reader that stops reading is cut off and holds no memory; coming back, it has what it missed", async () => {
  const point = await newPoint();
  const { seq: head } = await database().controlHead.findUniqueOrThrow({ where: { orgId: fleet.orgId } });
  const { port } = new URL(gateways[0].url);
  const socket = net.connect(Number(port), "127.0.0.1");
  const ended = new Promise((over) => socket.on("close", over));
  socket.on("error", () => undefined);
  socket.write(`GET /v1/pep/stream HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${tokenOf(point)}\r\n\r\n`);
  await new Promise((told) => socket.once("data", told));
  socket.pause();
  const size = gateways[0].hub.size;
  const long = "x".repeat(200_000);
  const sent = 60;
  for (let count = 0; count < sent; count++) {
    await transaction(fleet.ctx, (tx) =>
      appendControl(
        tx,
        { type: "checkpoint.decided", checkpointId: `chk_${count}`, status: "denied", reason: long, grant: null },
        point.id,
      ),
    );
  }
  await eventually(
    () => gateways[0].hub.size,
    (left) => left === size - 1,
  );
  socket.resume();
  await ended;
  const missed = 15;
  const back = await follow(gateways[0], point, head + sent - missed);
  await eventually(
    () => back.heard.length,
    (count) => count === missed + 1,
  );
  expect(back.heard.slice(1).map(({ event }) => ("checkpointId" in event ? event.checkpointId : ""))).toEqual(
    Array.from({ length: missed }, (_, count) => `chk_${sent - missed + count}`),
  );
  back.close();
}, 60_000);
