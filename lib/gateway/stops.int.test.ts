/** Orders through the real gateway to the real enforcement point of the SDK, followed by the worker's own watch. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { listen } from "@/lib/db/listen";
import { signedDelegation } from "@/lib/delegations/testing";
import { getCertificate } from "@/lib/enforcement/get-certificate";
import { getStopOrder } from "@/lib/enforcement/get-stop-order";
import { invitePoint } from "@/lib/enforcement/invite-point";
import { killAgent } from "@/lib/enforcement/kill-agent";
import { listDrills } from "@/lib/enforcement/list-drills";
import { listProbes } from "@/lib/enforcement/list-probes";
import { planDrills } from "@/lib/enforcement/plan-drills";
import { previewStop } from "@/lib/enforcement/preview-stop";
import { probePoint } from "@/lib/enforcement/probe-point";
import { runDrill } from "@/lib/enforcement/run-drill";
import type { StopScope } from "@/lib/enforcement/stop-contract";
import { stopScope } from "@/lib/enforcement/stop-scope";
import { publishByTwo, readTool, type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { blockTool } from "@/lib/inventory/block-tool";
import { registerAgent } from "@/lib/inventory/register-agent";
import { StopWatch } from "@/lib/jobs/drills";
import { connect } from "@/sdk/pep/connect";
import type { EnforcementPoint } from "@/sdk/pep/enforcement-point";
import { verifyCertificate } from "@/sdk/verify-certificate";
import { startGateway, type TestGateway } from "./testing";

// A busy machine takes its time to make an organisation with keys and policies; nothing waits for longer than it has to.
vi.setConfig({ testTimeout: 60_000 });

await testDatabase();
let gateway: TestGateway;
let watch: StopWatch;
let stopListening: () => Promise<void>;
const state = mkdtempSync(path.join(tmpdir(), "gatehouse-stops-test-"));
const points: EnforcementPoint[] = [];

beforeAll(async () => {
  gateway = await startGateway();
  watch = new StopWatch(database());
  await new Promise<void>((connected) => {
    stopListening = listen({ onNotice: (notice) => watch.onNotice(notice), onConnect: connected });
  });
});
afterAll(async () => {
  watch.stop();
  for (const point of points) await point.close();
  await gateway.stop();
  await stopListening();
  rmSync(state, { recursive: true, force: true });
});

type Live = { fleet: TestFleet; point: EnforcementPoint; plannerId: string };

/** A fleet whose only live point is a real one. */
async function liveFleet(name: string): Promise<Live> {
  const fleet = await testFleet(name);
  const { id: plannerId } = await registerAgent(fleet.ctx, { name: "Planner", purpose: "Plans" });
  await signedDelegation(fleet.ctx, plannerId, fleet.agentId);
  await publishByTwo(fleet, { note: "with a planner" });
  await database().pep.delete({ where: { id: fleet.enrolment.pepId } });
  const { token } = await invitePoint(fleet.ctx, { name, kind: "sdk" });
  const point = await connect({ url: gateway.url, kind: "sdk", stateDir: path.join(state, name), enrolToken: token });
  points.push(point);
  await soon(
    () => database().pep.findUnique({ where: { id: point.id } }),
    (pep) => pep?.connected === true,
  );
  return { fleet, point, plannerId };
}

const soon = <T>(read: () => Promise<T>, is: (value: T) => boolean) =>
  expect.poll(async () => is(await read()), { timeout: 10_000, interval: 10 }).toBe(true);

/** Milliseconds from giving the order until the point refuses, watched on every turn of the event loop. */
async function untilRefused({ point, fleet, plannerId }: Live, give: () => Promise<unknown>): Promise<number> {
  const request = {
    agentId: fleet.agentId,
    tool: readTool,
    arguments: { account: "1" },
    credential: "key-1",
    chain: [plannerId],
  };
  expect(point.decide(request).effect).toBe("allow");
  const started = performance.now();
  const given = give();
  while (point.decide(request).effect === "allow" && performance.now() - started < 10_000)
    await new Promise((resolve) => setImmediate(resolve));
  const took = performance.now() - started;
  await given;
  return took;
}

const stop = async ({ ctx }: TestFleet, scope: StopScope) =>
  stopScope(ctx, { scope, confirm: (await previewStop(ctx, { scope })).confirm, reason: "test" });

describe("continuous authorisation", () => {
  // Whatever is polled on the way is polled every two seconds or more: what takes less was pushed.
  const PUSHED_WITHIN_MS = 1_000;
  test.each<[string, (fleet: TestFleet, plannerId: string) => Promise<unknown>]>([
    ["a kill", (fleet) => killAgent(fleet.ctx, { id: fleet.agentId, reason: "test" })],
    ["a revoked credential", (fleet) => stop(fleet, { kind: "credential", credential: "key-1" })],
    [
      "a revoked delegation",
      (fleet, plannerId) => stop(fleet, { kind: "delegation", from: plannerId, to: fleet.agentId }),
    ],
    ["a stopped tool", (fleet) => stop(fleet, { kind: "tool", tool: readTool })],
    [
      "a tool that is blocked in the inventory",
      async ({ ctx, orgId }) => {
        const { id } = await database().tool.findFirstOrThrow({ where: { orgId, name: "balance" } });
        return blockTool(ctx, { id, reason: "test" });
      },
    ],
  ])("%s is pushed to the points, and waits for no poll", async (name, give) => {
    const live = await liveFleet(name);
    expect(await untilRefused(live, () => give(live.fleet, live.plannerId))).toBeLessThan(PUSHED_WITHIN_MS);
  });
});

test("a kill is confirmed with the calls that it ended, probed, and certified without anyone asking", async () => {
  const { fleet, point } = await liveFleet("certified");
  const request = { agentId: fleet.agentId, tool: readTool, arguments: { account: "1" } };
  const running = point.call(request, () => new Promise(() => undefined)).catch((error: unknown) => error);
  const { orderId } = await killAgent(fleet.ctx, { id: fleet.agentId, reason: "test" });
  await running;
  await soon(
    () => getStopOrder(fleet.ctx, { id: orderId }),
    ({ certificate }) => certificate !== null,
  );
  const order = await getStopOrder(fleet.ctx, { id: orderId });
  expect(order.points).toMatchObject([{ state: "confirmed", cancelled: 1, probe: { result: "refused" } }]);
  const file = await getCertificate(fleet.ctx, { id: orderId });
  const body = verifyCertificate(file, [{ keyId: file.keyId, publicKey: file.publicKey }]);
  expect(body.missing).toEqual([]);
});

test("a drill goes through by itself, and the canary may act again at the point", async () => {
  const { fleet, point } = await liveFleet("drilled");
  const { canary } = await planDrills(fleet.ctx, { every: "off" });
  await runDrill(fleet.ctx, {});
  await soon(
    () => listDrills(fleet.ctx, {}),
    ({ items }) => items[0]?.status === "passed",
  );
  const as = { agentId: canary?.id ?? "", tool: readTool, arguments: { account: "1" } };
  await soon(
    async () => point.decide(as).code,
    (code) => code !== "agent_killed",
  );
});

test("a point proves the revision that it holds when it is asked", async () => {
  const { fleet, point } = await liveFleet("honest");
  await probePoint(fleet.ctx, { id: point.id });
  await soon(
    () => listProbes(fleet.ctx, { id: point.id }),
    ({ items }) => items[0]?.result === "honest",
  );
});
