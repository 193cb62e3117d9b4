/** Agents that act through agents, at the SDK's own point and through the real gateway. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { approveCheckpoint } from "@/lib/checkpoints/approve-checkpoint";
import { getCheckpoint } from "@/lib/checkpoints/get-checkpoint";
import { listCheckpoints } from "@/lib/checkpoints/list-checkpoints";
import { database } from "@/lib/db/client";
import { listen } from "@/lib/db/listen";
import { listDelegations } from "@/lib/delegations/list-delegations";
import { refuseDelegation } from "@/lib/delegations/refuse-delegation";
import { signDelegation } from "@/lib/delegations/sign-delegation";
import { signedDelegation } from "@/lib/delegations/testing";
import { invitePoint } from "@/lib/enforcement/invite-point";
import { killAgent } from "@/lib/enforcement/kill-agent";
import { revokeDelegation } from "@/lib/enforcement/revoke-delegation";
import { publishByTwo, readTool, type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { registerAgent } from "@/lib/inventory/register-agent";
import { InventoryWatch } from "@/lib/jobs/inventory-watch";
import { connect } from "@/sdk/pep/connect";
import { Denied } from "@/sdk/pep/denied";
import type { EnforcementPoint } from "@/sdk/pep/enforcement-point";
import { startGateway, type TestGateway } from "./testing";

vi.setConfig({ testTimeout: 60_000 });

await testDatabase();
let gateway: TestGateway;
let watch: InventoryWatch;
let stopListening: () => Promise<void>;
const state = mkdtempSync(path.join(tmpdir(), "gatehouse-delegations-test-"));
const points: EnforcementPoint[] = [];

beforeAll(async () => {
  gateway = await startGateway();
  watch = new InventoryWatch(database());
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

type Live = { fleet: TestFleet; point: EnforcementPoint; plannerId: string; workerId: string };

/** A planner and a worker of medium tier, with an owner each, at a real point. */
async function live(
  name: string,
  prepare: (ids: { plannerId: string; workerId: string }, fleet: TestFleet) => unknown = () => undefined,
): Promise<Live> {
  const fleet = await testFleet(name);
  const facts = { purpose: "test", riskTier: "medium" as const };
  const planner = await registerAgent(fleet.ctx, { ...facts, name: "Planner", ownerId: fleet.users.owner.id });
  const worker = await registerAgent(fleet.ctx, { ...facts, name: "Worker", ownerId: fleet.users.approver.id });
  const ids = { plannerId: planner.id, workerId: worker.id };
  await prepare(ids, fleet);
  await publishByTwo(fleet, { note: name });
  const { token } = await invitePoint(fleet.ctx, { name, kind: "sdk" });
  const point = await connect({ url: gateway.url, kind: "sdk", stateDir: path.join(state, name), enrolToken: token });
  points.push(point);
  return { fleet, point, ...ids };
}

const callOf = ({ plannerId, workerId }: Live) => ({
  agentId: workerId,
  tool: readTool,
  arguments: { account: "1" },
  chain: [plannerId],
});
const refusal = (error: unknown) => (error instanceof Denied ? error.decision.code : error);
const soon = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 10_000, interval: 10 });

/** The request that the call opened. */
async function heldId({ fleet, workerId }: Live): Promise<string> {
  const list = async () => (await listCheckpoints(fleet.ctx, { agentId: workerId, box: "open" })).items;
  await soon(async () => (await list()).length).toBe(1);
  return (await list())[0]?.id ?? "";
}

test("a call over a delegation that nobody signed off is held, asks both owners, and runs once both agree", async () => {
  const at = await live("unsigned");
  const { fleet, point } = at;
  expect(point.decide(callOf(at))).toMatchObject({ effect: "hold", code: "delegation_unsigned" });
  let runs = 0;
  const running = point.call(callOf(at), () => {
    runs += 1;
    return "ran";
  });
  const id = await heldId(at);
  const { digest, stages } = await getCheckpoint(fleet.ctx, { id });
  expect(stages.map(({ title }) => title).sort()).toEqual(["an owner of Planner", "an owner of Worker"]);
  await approveCheckpoint(fleet.as("owner"), { id, digest });
  expect(runs).toBe(0);
  await approveCheckpoint(fleet.as("approver"), { id, digest });
  expect(await running).toBe("ran");
  expect(runs).toBe(1);
  // That one call was let through, and nothing else.
  expect(point.decide(callOf(at)).effect).toBe("hold");
});

test("the held call asks for the delegation itself, and once it is signed off calls go on without people", async () => {
  const at = await live("signed");
  const { fleet, point } = at;
  const running = point.call(callOf(at), () => "ran").catch(refusal);
  await heldId(at);
  const [asked] = (await listDelegations(fleet.ctx, { agentId: at.workerId })).items;
  expect(asked).toMatchObject({ status: "requested", operationClasses: ["read"], requestedById: null });
  const { id = "", digest = "" } = asked ?? {};
  await signDelegation(fleet.as("owner"), { id, digest });
  expect(point.decide(callOf(at)).effect).toBe("hold");
  await signDelegation(fleet.as("approver"), { id, digest });
  await soon(() => point.decide(callOf(at)).effect).toBe("allow");
  // It is for this direction, this agent and this class only.
  expect(point.decide({ ...callOf(at), agentId: at.plannerId, chain: [at.workerId] }).effect).toBe("hold");
  expect(point.decide({ ...callOf(at), chain: [fleet.agentId, at.plannerId] }).effect).toBe("hold");
  await point.close();
  points.splice(points.indexOf(point), 1);
  expect(await running).toBe("checkpoint_cancelled");
});

test("the chain is in the event and in the digest that people approve", async () => {
  const at = await live("chain");
  const running = at.point.call(callOf(at), () => "ran").catch(refusal);
  const id = await heldId(at);
  const { action, callId } = await getCheckpoint(at.fleet.ctx, { id });
  expect(JSON.parse(action)).toMatchObject({ agent: at.workerId, chain: [at.plannerId] });
  await soon(async () => (await database().activityEvent.findFirst({ where: { id: callId } }))?.chain).toEqual([
    at.plannerId,
  ]);
  await killAgent(at.fleet.ctx, { id: at.plannerId, reason: "test" });
  expect(await running).toBe("agent_killed");
  expect((await getCheckpoint(at.fleet.ctx, { id })).status).toBe("cancelled");
});

test("a kill of the agent on whose word it is made ends the running call and refuses the next at once", async () => {
  const at = await live("kill", ({ plannerId, workerId }, fleet) => signedDelegation(fleet.ctx, plannerId, workerId));
  const running = at.point.call(callOf(at), () => new Promise(() => undefined)).catch(refusal);
  await soon(() => at.point.decide(callOf(at)).effect).toBe("allow");
  await killAgent(at.fleet.ctx, { id: at.plannerId, reason: "test" });
  expect(await running).toBe("agent_killed");
  expect(at.point.decide(callOf(at)).code).toBe("agent_killed");
});

test("a revoked delegation ends the running call and is refused at the point by push, and the point confirms the order", async () => {
  let id = "";
  const at = await live("revoked", async ({ plannerId, workerId }, fleet) => {
    id = await signedDelegation(fleet.ctx, plannerId, workerId);
  });
  const running = at.point.call(callOf(at), () => new Promise(() => undefined)).catch(refusal);
  await soon(() => at.point.decide(callOf(at)).effect).toBe("allow");
  const { orderId } = await revokeDelegation(at.fleet.as("owner"), { id, reason: "test" });
  expect(await running).toBe("revoked");
  expect(at.point.decide(callOf(at)).code).toBe("revoked");
  await soon(() => database().stopAck.count({ where: { orderId } })).toBeGreaterThan(0);
});

test("a refused delegation is denied at the point, and the call that waits is ended", async () => {
  const at = await live("refused");
  const running = at.point.call(callOf(at), () => "ran").catch(refusal);
  await heldId(at);
  const [asked] = (await listDelegations(at.fleet.ctx, { agentId: at.workerId })).items;
  await refuseDelegation(at.fleet.as("approver"), { id: asked?.id ?? "", reason: "not through mine" });
  expect(await running).toBe("revoked");
  expect(at.point.decide(callOf(at)).effect).toBe("deny");
});

test("a delegation that ends is held from that instant on, without a new bundle", async () => {
  const until = new Date(Date.now() + 4_000);
  const at = await live("ended", ({ plannerId, workerId }, fleet) =>
    signedDelegation(fleet.ctx, plannerId, workerId, { until }),
  );
  expect(at.point.decide(callOf(at)).effect).toBe("allow");
  await soon(() => at.point.decide(callOf(at)).effect).toBe("hold");
  expect(Date.now()).toBeGreaterThanOrEqual(until.getTime());
});

test("nobody gets more through another agent than both hold", async () => {
  const at = await live("both", ({ plannerId, workerId }, fleet) => signedDelegation(fleet.ctx, plannerId, workerId));
  const forbidden = { ...callOf(at), tool: "bank/close_account" };
  expect(at.point.decide(forbidden)).toMatchObject({ effect: "deny", code: "forbidden" });
  expect(at.point.decide({ ...callOf(at), chain: ["agt_stranger"] })).toMatchObject({
    effect: "deny",
    code: "unknown_agent",
  });
  expect(at.point.decide({ ...callOf(at), chain: [at.workerId] })).toMatchObject({ code: "delegation_refused" });
});

test("the request shows each agent of the chain with what it holds, and the step that is not signed off", async () => {
  const at = await live("drawn");
  const running = at.point.call(callOf(at), () => "ran").catch(refusal);
  const { chain } = await getCheckpoint(at.fleet.ctx, { id: await heldId(at) });
  expect(chain).toMatchObject([
    {
      agentId: at.plannerId,
      name: "Planner",
      holds: { effect: "allow" },
      edge: { lacking: true, status: "requested" },
    },
    { agentId: at.workerId, name: "Worker", holds: { effect: "allow" }, edge: null },
  ]);
  await killAgent(at.fleet.ctx, { id: at.workerId, reason: "test" });
  expect(await running).toBe("agent_killed");
});
