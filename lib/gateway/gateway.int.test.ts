/** The real gateway on a real port, with the real enforcement point of the SDK. */
import { mkdtempSync, rmSync } from "node:fs";
import type http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { approveCheckpoint } from "@/lib/checkpoints/approve-checkpoint";
import { denyCheckpoint } from "@/lib/checkpoints/deny-checkpoint";
import { listCheckpoints } from "@/lib/checkpoints/list-checkpoints";
import { database } from "@/lib/db/client";
import { listen } from "@/lib/db/listen";
import { getStopOrder } from "@/lib/enforcement/get-stop-order";
import { invitePoint } from "@/lib/enforcement/invite-point";
import { killAgent } from "@/lib/enforcement/kill-agent";
import { listAcks } from "@/lib/enforcement/list-acks";
import { revokePoint } from "@/lib/enforcement/revoke-point";
import {
  closeTool,
  payTool,
  publishByTwo,
  readTool,
  releaseByTwo,
  type TestFleet,
  testFleet,
} from "@/lib/enforcement/testing";
import { connect } from "@/sdk/pep/connect";
import type { EnforcementPoint } from "@/sdk/pep/enforcement-point";
import { gatewayServer } from "./server";
import { StreamHub } from "./stream-hub";

await testDatabase();
let fleet: TestFleet;
let server: http.Server;
let hub: StreamHub;
let stopListening: () => Promise<void>;
let url: string;
const state = mkdtempSync(path.join(tmpdir(), "gatehouse-gateway-test-"));
const points: EnforcementPoint[] = [];

beforeAll(async () => {
  fleet = await testFleet();
  hub = new StreamHub();
  server = gatewayServer(hub, { ready: async () => true });
  await new Promise<void>((listening) => server.listen(0, "localhost", listening));
  url = `http://localhost:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((connected) => {
    stopListening = listen({ ...hub.listener, onConnect: connected });
  });
});
afterAll(async () => {
  for (const point of points) await point.close();
  await hub.closeAll();
  server.close();
  await stopListening();
  rmSync(state, { recursive: true, force: true });
});

async function newPoint(name: string): Promise<EnforcementPoint> {
  const { token } = await invitePoint(fleet.ctx, { name, kind: "sdk", agents: [fleet.agentId] });
  const point = await connect({
    url,
    kind: "sdk",
    stateDir: path.join(state, name),
    agent: fleet.agentId,
    enrolToken: token,
  });
  points.push(point);
  return point;
}

const call = (tool: string, args: Record<string, string | number>) => ({
  agentId: fleet.agentId,
  tool,
  arguments: args,
});
/** Waits for what the database will say soon, without guessing how long. */
const eventually = <T>(read: () => Promise<T>, is: (value: T) => boolean) =>
  expect.poll(async () => is(await read()), { timeout: 10_000, interval: 10 }).toBe(true);

test("the address of nothing, a wrong method and a stranger are refused as problems", async () => {
  for (const [where, method, status] of [
    ["/v1/nothing", "GET", 404],
    ["/v1/pep/acks", "GET", 405],
    ["/v1/pep/stream", "GET", 401],
    ["/v1/pep/acks", "POST", 401],
  ] as const) {
    const response = await fetch(`${url}${where}`, { method });
    expect(response.status, where).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
  }
});

describe("a connected point", () => {
  test("decides by the published bundle, and says that it loaded it", async () => {
    const point = await newPoint("decides");
    expect(point.decide(call(readTool, { account: "1" }))).toMatchObject({ effect: "allow", revision: fleet.revision });
    expect(point.decide(call(closeTool, { account: "1" }))).toMatchObject({ effect: "deny", code: "forbidden" });
    expect(point.decide(call(payTool, { to: "ACME", amount: 500 }))).toMatchObject({
      effect: "hold",
      rules: ["owner-agrees"],
    });
    expect(point.decide({ ...call(readTool, { account: "1" }), agentId: "agt_unknown" })).toMatchObject({
      effect: "deny",
      code: "unknown_agent",
    });
    await eventually(
      () => listAcks(fleet.ctx, { revision: fleet.revision }),
      ({ points: all }) => all.some(({ pepId, result }) => pepId === point.id && result === "loaded"),
    );
  });

  test("is told the state first, also when leases are renewed while its stream opens", async () => {
    const renewing = setInterval(() => hub.renewLeases(), 0);
    const point = await newPoint("renewed").finally(() => clearInterval(renewing));
    expect(point.decide(call(readTool, { account: "1" })).effect).toBe("allow");
  });

  test("receives a new bundle by itself", async () => {
    const point = await newPoint("pushed");
    const { revision } = await publishByTwo(fleet, { note: "again" });
    await eventually(
      async () => point.decide(call(readTool, { account: "1" })).revision,
      (now) => now === revision,
    );
  });

  test("runs a held call once, after the owner approved it, with the very arguments", async () => {
    const point = await newPoint("holds");
    const ran: unknown[] = [];
    const result = point.call(call(payTool, { to: "ACME", amount: 750 }), async (args) => ran.push(args), {
      reason: "the invoice is due",
    });
    await eventually(
      () => listCheckpoints(fleet.as("owner"), { box: "mine" }),
      ({ items }) => items.length === 1,
    );
    const [request] = (await listCheckpoints(fleet.as("owner"), { box: "mine" })).items;
    expect(ran).toEqual([]);
    await approveCheckpoint(fleet.as("owner"), { id: request?.id ?? "", digest: request?.digest ?? "" });
    await result;
    expect(ran).toEqual([{ to: "ACME", amount: 750 }]);
    await eventually(
      () => database().activityOutcome.count({ where: { orgId: fleet.orgId, outcome: "succeeded" } }),
      (count) => count >= 1,
    );
    expect(await database().checkpoint.findFirst({ where: { id: request?.id ?? "" } })).toMatchObject({
      status: "redeemed",
    });
  });

  test("does not run what was denied, and tells the person's reason", async () => {
    const point = await newPoint("denied");
    const result = point.call(call(payTool, { to: "EVIL", amount: 900 }), async () => "ran");
    const refused = expect(result).rejects.toThrow(/not this supplier/);
    await eventually(
      () => listCheckpoints(fleet.as("owner"), { box: "mine" }),
      ({ items }) => items.length === 1,
    );
    const [request] = (await listCheckpoints(fleet.as("owner"), { box: "mine" })).items;
    await denyCheckpoint(fleet.as("owner"), {
      id: request?.id ?? "",
      digest: request?.digest ?? "",
      reason: "not this supplier",
    });
    await refused;
  });

  test("withdraws a request whose caller stopped waiting", async () => {
    const point = await newPoint("withdraws");
    const caller = new AbortController();
    const waiting = point.call(call(payTool, { to: "ACME", amount: 650 }), async () => "ran", {
      signal: caller.signal,
    });
    const refused = expect(waiting).rejects.toMatchObject({ name: "Denied" });
    const mine = () => listCheckpoints(fleet.as("owner"), { box: "mine" });
    await eventually(mine, ({ items }) => items.length === 1);
    caller.abort();
    await refused;
    await eventually(mine, ({ items }) => items.length === 0);
  });

  test("refuses a killed agent at once, cancels what it had waiting, and confirms", async () => {
    const point = await newPoint("kills");
    const waiting = point.call(call(payTool, { to: "ACME", amount: 600 }), async () => "ran");
    const cancelled = expect(waiting).rejects.toMatchObject({ name: "Denied" });
    await eventually(
      () => listCheckpoints(fleet.as("owner"), { box: "mine" }),
      ({ items }) => items.length === 1,
    );
    const order = await killAgent(fleet.as("owner"), { id: fleet.agentId, reason: "it misbehaves" });
    await eventually(
      async () => point.decide(call(readTool, { account: "1" })).code,
      (code) => code === "agent_killed",
    );
    await cancelled;
    await eventually(
      () => getStopOrder(fleet.ctx, { id: order.orderId }),
      ({ points: all }) => all.find(({ pepId }) => pepId === point.id)?.state === "confirmed",
    );
    await releaseByTwo(fleet, fleet.agentId);
    await eventually(
      async () => point.decide(call(readTool, { account: "1" })).effect,
      (effect) => effect === "allow",
    );
  });

  test("misses no stop order that was given while it was away", async () => {
    const point = await newPoint("away");
    await point.close();
    await killAgent(fleet.ctx, { id: fleet.agentId, reason: "while away" });
    const back = await connect({ url, kind: "sdk", stateDir: path.join(state, "away"), agent: fleet.agentId });
    points.push(back);
    expect(back.decide(call(readTool, { account: "1" }))).toMatchObject({ effect: "deny", code: "agent_killed" });
    await releaseByTwo(fleet, fleet.agentId);
  });

  test("records every call it decided, once", async () => {
    const point = await newPoint("records");
    await point.call(call(readTool, { account: "42" }), async () => "ok");
    await expect(point.call(call(closeTool, { account: "42" }), async () => "ran")).rejects.toMatchObject({
      name: "Denied",
    });
    await eventually(
      () => database().activityEvent.findMany({ where: { orgId: fleet.orgId, pepId: point.id } }),
      (rows) => rows.length === 2,
    );
    const rows = await database().activityEvent.findMany({
      where: { orgId: fleet.orgId, pepId: point.id },
      orderBy: { at: "asc" },
    });
    expect(rows.map(({ effect }) => effect)).toEqual(["allow", "deny"]);
  });

  test("is cut off the moment it is revoked", async () => {
    const point = await newPoint("revoked");
    await revokePoint(fleet.ctx, { id: point.id, reason: "lost" });
    await eventually(
      async () => point.status().connected,
      (connected) => !connected,
    );
    await expect(point.call(call(payTool, { to: "ACME", amount: 500 }), async () => "ran")).rejects.toMatchObject({
      name: "Denied",
    });
  });
});
