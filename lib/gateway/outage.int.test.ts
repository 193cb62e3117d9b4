/** What holds while the console is away, and while a point is cut off from it. */
import { mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { getStopOrder } from "@/lib/enforcement/get-stop-order";
import { invitePoint } from "@/lib/enforcement/invite-point";
import { killAgent } from "@/lib/enforcement/kill-agent";
import { listPoints } from "@/lib/enforcement/list-points";
import { closeTool, payTool, readTool, type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { registerAgent } from "@/lib/inventory/register-agent";
import { refreshBundle } from "@/lib/policy/refresh-bundle";
import { connect } from "@/sdk/pep/connect";
import type { EnforcementPoint } from "@/sdk/pep/enforcement-point";
import { ManualClock } from "@/sdk/testing/manual-clock";
import { startGateway, type TestGateway } from "./testing";

await testDatabase();
const state = mkdtempSync(path.join(tmpdir(), "gatehouse-outage-test-"));
const points: EnforcementPoint[] = [];
let fleet: TestFleet;
let gateway: TestGateway;
beforeAll(async () => {
  fleet = await testFleet();
  gateway = await startGateway();
});
afterAll(async () => {
  for (const point of points) await point.close();
  await gateway.stop();
  rmSync(state, { recursive: true, force: true });
});

async function newPoint(name: string, url: string, clock?: ManualClock): Promise<EnforcementPoint> {
  const { token } = await invitePoint(fleet.ctx, { name, kind: "sdk" });
  const point = await connect({ url, kind: "sdk", stateDir: path.join(state, name), enrolToken: token, clock });
  points.push(point);
  return point;
}

const ran: string[] = [];
/** "ran", or why not. */
const call = (point: EnforcementPoint, tool: string, args: object, agentId = fleet.agentId): Promise<string> =>
  point
    .call({ agentId, tool, arguments: args }, () => {
      ran.push(JSON.stringify(args));
      return "ran";
    })
    .catch((error: { decision?: { code: string } }) => error.decision?.code ?? String(error));

test("with the console stopped, allows and denies stay right, holds are refused, and the record arrives once and in order", async () => {
  const point = await newPoint("outage", gateway.url);
  expect(await call(point, readTool, { account: "before" })).toBe("ran");
  expect(await point.flush()).toBe(true);
  const port = Number(new URL(gateway.url).port);
  await gateway.stop();

  ran.length = 0;
  const said: string[] = [];
  for (let n = 0; n < 20; n++) {
    said.push(await call(point, readTool, { account: `away-${n}` }));
    said.push(await call(point, closeTool, { account: `away-${n}` }));
  }
  expect(new Set(said.filter((_, place) => place % 2 === 0))).toEqual(new Set(["ran"]));
  expect(new Set(said.filter((_, place) => place % 2 === 1))).toEqual(new Set(["forbidden"]));
  expect(await call(point, payTool, { to: "ACME", amount: 500 })).toBe("checkpoint_unavailable");
  expect(ran).toHaveLength(20);

  gateway = await startGateway(port);
  await expect.poll(() => point.flush(), { timeout: 30_000 }).toBe(true);
  const where = { orgId: fleet.orgId, pepId: point.id };
  const calls = await database().activityEvent.findMany({ where, orderBy: [{ receivedAt: "asc" }, { id: "asc" }] });
  const reads = calls.filter(({ tool, effect }) => tool === readTool && effect === "allow");
  const accountOf = ({ argumentsText }: (typeof reads)[number]): string => JSON.parse(argumentsText).account;
  const made = ["before", ...Array.from({ length: 20 }, (_, n) => `away-${n}`)];
  expect(reads.map(accountOf).sort()).toEqual([...made].sort());
  // Calls of one millisecond have no order in the record; none stands before an earlier one.
  const inOrder = made.flatMap((account) => reads.find((read) => accountOf(read) === account) ?? []);
  for (const clock of ["at", "receivedAt"] as const) {
    const times = inOrder.map((read) => read[clock].getTime());
    expect(times).toEqual([...times].sort((a, b) => a - b));
  }
  expect(calls.filter(({ tool }) => tool === closeTool)).toHaveLength(20);
  expect(calls.filter(({ code }) => code === "checkpoint_unavailable")).toHaveLength(1);
  const outcomes = await database().activityOutcome.findMany({ where });
  expect(outcomes.map(({ callId }) => callId).sort()).toEqual(reads.map(({ id }) => id).sort());
  expect(await database().activityGap.count({ where })).toBe(0);
});

/** A line that can be cut as a firewall cuts it: nothing passes, nothing is closed. */
async function relayTo(target: string) {
  const { hostname, port } = new URL(target);
  const sockets = new Set<net.Socket>();
  let cut = false;
  const server = net.createServer((near) => {
    const far = net.connect(Number(port), hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on("data", (data) => void (cut || to.write(data)));
      from.on("error", () => to.destroy());
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the relay has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    cut: () => {
      cut = true;
    },
    /** The lines that were cut are dead; new ones work. */
    heal: () => {
      for (const socket of sockets) socket.destroy();
      cut = false;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

test("a point that is cut off is shown as unreachable with the end of its lease, refuses after it, and obeys when it is back", async () => {
  const relay = await relayTo(gateway.url);
  const clock = new ManualClock();
  const critical = await registerAgent(fleet.ctx, { name: "Cut off", purpose: "Pays", riskTier: "critical" });
  await refreshBundle(fleet.system);
  const point = await newPoint("partitioned", relay.url, clock);
  try {
    expect(await call(point, readTool, { account: "1" }, critical.id)).toBe("ran");
    relay.cut();
    const { orderId } = await killAgent(fleet.ctx, { id: critical.id, reason: "it misbehaves" });
    // Within its lease it goes on: that is the exposure, and the order says when it ends.
    expect(await call(point, readTool, { account: "2" }, critical.id)).toBe("ran");
    const silentSince = new Date(Date.now() - 600_000);
    await database().pep.updateMany({
      where: { id: point.id },
      data: { lastSeenAt: silentSince, connected: false },
    });
    const shown = (await listPoints(fleet.ctx, {})).items.find(({ id }) => id === point.id);
    expect(shown).toMatchObject({ state: "unreachable" });
    expect(Date.parse(shown?.leaseEndsAt ?? "")).toBeGreaterThan(silentSince.getTime());
    const there = (await getStopOrder(fleet.ctx, { id: orderId })).points.find(({ pepId }) => pepId === point.id);
    expect(there).toMatchObject({ state: "unreachable", ms: null });
    expect(Date.parse(there?.leaseEndsAt ?? "")).toBeGreaterThan(silentSince.getTime());

    clock.pass(3600);
    expect(await call(point, readTool, { account: "3" }, critical.id)).toBe("lease_expired");

    relay.heal();
    const now = () => call(point, readTool, { account: "4" }, critical.id);
    await expect.poll(now, { timeout: 15_000 }).toBe("agent_killed");
    const confirmed = async () =>
      (await getStopOrder(fleet.ctx, { id: orderId })).points.find(({ pepId }) => pepId === point.id)?.state;
    await expect.poll(confirmed, { timeout: 15_000 }).toBe("confirmed");
  } finally {
    relay.close();
  }
});
