import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { approveCheckpoint } from "@/lib/checkpoints/approve-checkpoint";
import { openCheckpoint } from "@/lib/checkpoints/open-checkpoint";
import { database } from "@/lib/db/client";
import { contextFor } from "@/lib/db/ctx";
import { createApiKey } from "@/lib/identity/create-api-key";
import { approveTool } from "@/lib/inventory/approve-tool";
import { blockTool } from "@/lib/inventory/block-tool";
import { simulateDecision } from "@/lib/policy/simulate-decision";
import { StreamEvent } from "@/sdk/wire/protocol";
import { confirmRelease } from "./confirm-release";
import { getStopOrder } from "./get-stop-order";
import { killAgent } from "./kill-agent";
import { listReleases } from "./list-releases";
import { listStopOrders } from "./list-stop-orders";
import { pointStateEvent } from "./point-state";
import { previewStop } from "./preview-stop";
import { releaseAgent } from "./release-agent";
import { releaseOrder } from "./release-order";
import { reportAcks } from "./report-acks";
import type { StopScope } from "./stop-contract";
import { stopScope } from "./stop-scope";
import { suspendAgent } from "./suspend-agent";
import { actByTwo, payTool, readTool, type TestFleet, testFleet } from "./testing";
import { withdrawRelease } from "./withdraw-release";

await testDatabase();
let other: TestFleet;
beforeAll(async () => {
  other = await testFleet("Another organisation");
});

const code = (value: string) => expect.objectContaining({ code: value });

async function fleetWithPoint(name: string): Promise<TestFleet> {
  const fleet = await testFleet(name);
  await database().pep.update({
    where: { id: fleet.enrolment.pepId },
    data: { connected: true, lastSeenAt: new Date() },
  });
  return fleet;
}

async function stop(fleet: TestFleet, scope: StopScope, more: { status?: "killed" | "suspended" } = {}) {
  const { confirm } = await previewStop(fleet.ctx, { scope });
  return stopScope(fleet.ctx, { scope, confirm, reason: "a drill of the fire brigade", ...more });
}

const lastTold = async ({ orgId }: TestFleet) => {
  const entry = await database().controlLog.findFirstOrThrow({ where: { orgId }, orderBy: { seq: "desc" } });
  return StreamEvent.parse(entry.body);
};
const told = async ({ orgId }: TestFleet, type: string) => {
  const rows = await database().controlLog.findMany({
    where: { orgId, body: { path: ["type"], equals: type } },
    orderBy: { seq: "asc" },
  });
  return rows.map(({ body }) => StreamEvent.parse(body));
};
const ack = (fleet: TestFleet, orderId: string, cancelled = 0) =>
  reportAcks(fleet.point, { acks: [{ kind: "order", orderId, at: new Date().toISOString(), cancelled }] });

describe("an order by scope is refused", () => {
  test("when what was typed is not what it would stop", async () => {
    const order = { scope: { kind: "everything" as const }, reason: "x" };
    await expect(stopScope(other.ctx, { ...order, confirm: "" })).rejects.toEqual(code("invalid_input"));
    await expect(stopScope(other.ctx, { ...order, confirm: "all" })).rejects.toEqual(code("invalid_input"));
  });
  test("to an owner, beyond their own agents, and to whoever may stop nothing", async () => {
    const order = { scope: { kind: "everything" as const }, reason: "x", confirm: "everything" };
    await expect(stopScope(other.as("owner"), order)).rejects.toEqual(code("forbidden"));
    await expect(stopScope(other.as("executive"), order)).rejects.toEqual(code("forbidden"));
    const { email, id } = other.users.admin;
    const theirs = { scope: { kind: "owner" as const, owner: id }, reason: "x", confirm: email };
    await expect(stopScope(other.as("owner"), theirs)).rejects.toEqual(code("forbidden"));
  });
  test("for agents and people of another organisation", async () => {
    const mine = await testFleet("Mine");
    for (const scope of [
      { kind: "agent", agentId: other.agentId },
      { kind: "owner", owner: other.users.owner.email },
      { kind: "delegation", from: mine.agentId, to: other.agentId },
    ] satisfies StopScope[]) {
      await expect(previewStop(mine.ctx, { scope })).rejects.toEqual(code("not_found"));
    }
  });
  test("while the same scope is stopped already", async () => {
    const fleet = await testFleet("Twice");
    await stop(fleet, { kind: "provider", provider: "openai" });
    await expect(stop(fleet, { kind: "provider", provider: " OpenAI" })).rejects.toEqual(code("conflict"));
  });
});

describe("a scope that is stopped", () => {
  test("is told to every point, stands in the state of who reconnects, and is confirmed with the calls that it ended", async () => {
    const fleet = await fleetWithPoint("Told");
    const scope = { kind: "tool", tool: payTool } as const;
    const order = await stop(fleet, scope);
    expect(order).toMatchObject({ status: "revoked", agentId: null, agentName: `Tool ${payTool}`, scope });
    expect(await lastTold(fleet)).toEqual({ type: "revoke", orderId: order.orderId, scope, active: true });
    expect((await pointStateEvent(fleet.ctx, fleet.enrolment.pepId)).revoked).toEqual([scope]);
    await ack(fleet, order.orderId, 3);
    expect((await getStopOrder(fleet.ctx, { id: order.orderId })).points).toMatchObject([
      { state: "confirmed", cancelled: 3 },
    ]);
  });
  test("cancels what waits and voids what was granted and not used, and only that", async () => {
    const fleet = await fleetWithPoint("Voids");
    const pending = await openCheckpoint(fleet.point, fleet.held());
    const held = fleet.held();
    const approved = await openCheckpoint(fleet.point, held);
    await approveCheckpoint(fleet.as("owner"), { id: approved.checkpointId, digest: held.digest });
    await stop(fleet, { kind: "tool", tool: readTool });
    const status = async (id: string) => (await database().checkpoint.findUniqueOrThrow({ where: { id } })).status;
    expect(await status(pending.checkpointId)).toBe("pending");
    const order = await stop(fleet, { kind: "server", server: "bank" });
    expect(order.cancelledCheckpoints).toBe(2);
    expect([await status(pending.checkpointId), await status(approved.checkpointId)]).toEqual(["cancelled", "voided"]);
    expect((await database().grant.findFirstOrThrow({ where: { orgId: fleet.orgId } })).voidedAt).not.toBeNull();
  });
  test("is known to the console's own decisions", async () => {
    const fleet = await fleetWithPoint("Console");
    await stop(fleet, { kind: "everything" });
    const request = { agentId: fleet.agentId, tool: readTool, arguments: { account: "1" } };
    expect(await simulateDecision(fleet.ctx, request)).toMatchObject({ effect: "deny", code: "revoked" });
    await expect(openCheckpoint(fleet.point, fleet.held())).rejects.toEqual(code("policy_changed"));
  });
});

describe("an owner's agents", () => {
  test("are stopped by one order, which is confirmed only with the last of them", async () => {
    const fleet = await fleetWithPoint("Owner");
    const { id, ...row } = await database().agent.findUniqueOrThrow({ where: { id: fleet.agentId } });
    await database().agent.create({
      data: { ...row, id: `${id.slice(0, -1)}${id.endsWith("0") ? "1" : "0"}`, name: "Second" },
    });
    const scope = { kind: "owner", owner: fleet.users.owner.email.toUpperCase() } as const;
    const order = await stop(fleet, scope);
    expect(order).toMatchObject({ status: "killed", agents: 2, agentId: null, agentName: "Agents of The owner" });
    expect(await database().agent.count({ where: { orgId: fleet.orgId, status: "killed" } })).toBe(2);
    const ids = (await told(fleet, "agent")).map((event) => ("orderId" in event ? event.orderId : ""));
    expect(ids).toEqual([`${order.orderId}.1`, order.orderId]);
    await ack(fleet, `${order.orderId}.1`, 1);
    await ack(fleet, `${order.orderId}.1`, 1);
    expect((await getStopOrder(fleet.ctx, { id: order.orderId })).points).toMatchObject([{ state: "pending" }]);
    await ack(fleet, order.orderId, 2);
    expect((await getStopOrder(fleet.ctx, { id: order.orderId })).points).toMatchObject([
      { state: "confirmed", cancelled: 3 },
    ]);
    expect((await listStopOrders(fleet.ctx, { agentId: id })).items).toHaveLength(1);
  });
});

describe("the preview", () => {
  test("says which agents, tools, points and waiting requests an order would reach, and changes nothing", async () => {
    const fleet = await fleetWithPoint("Preview");
    await openCheckpoint(fleet.point, fleet.held());
    const preview = await previewStop(fleet.ctx, { scope: { kind: "server", server: "bank" } });
    expect(preview).toMatchObject({ toolCount: 3, pointCount: 1, unreachableCount: 0, heldCount: 1, confirm: "bank" });
    const all = await previewStop(fleet.ctx, { scope: { kind: "everything" } });
    expect(all).toMatchObject({ agentCount: 1, standingOrder: null });
    expect((await listStopOrders(fleet.ctx, {})).items).toEqual([]);
  });
});

describe("blocking a tool", () => {
  test("reaches the points as an order does, and approving it again lifts it unless an order stands", async () => {
    const fleet = await fleetWithPoint("Block");
    const tool = await database().tool.findFirstOrThrow({ where: { orgId: fleet.orgId, name: "pay" } });
    const scope = { kind: "tool", tool: payTool } as const;
    await blockTool(fleet.ctx, { id: tool.id, reason: "suspicious" });
    expect(await lastTold(fleet)).toMatchObject({ type: "revoke", scope, active: true });
    expect((await pointStateEvent(fleet.ctx, fleet.enrolment.pepId)).revoked).toEqual([scope]);
    const approval = {
      id: tool.id,
      operationClass: "money.move",
      reversibility: "irreversible",
      definitionDigest: tool.definitionDigest,
      reason: "it was looked at",
    } as const;
    await stop(fleet, scope);
    await actByTwo(fleet, approveTool(fleet.ctx, approval));
    expect(await lastTold(fleet)).toMatchObject({ type: "revoke", scope, active: true });
    await blockTool(fleet.ctx, { id: tool.id, reason: "again" });
    const [order] = (await listStopOrders(fleet.ctx, {})).items;
    const { request } = await releaseOrder(fleet.ctx, { id: order?.orderId ?? "", reason: "mended" });
    await confirmRelease(fleet.as("security"), { id: request?.id ?? "" });
    expect(await lastTold(fleet)).toMatchObject({ type: "revoke", scope, active: true });
    await actByTwo(fleet, approveTool(fleet.ctx, approval));
    expect(await lastTold(fleet)).toMatchObject({ type: "revoke", scope, active: false });
  });
});

describe("a release", () => {
  test("of a killed agent takes a second person, and nothing is released before", async () => {
    const fleet = await testFleet("Two");
    const order = await killAgent(fleet.ctx, { id: fleet.agentId, reason: "x" });
    const { request, order: done } = await releaseAgent(fleet.ctx, { id: fleet.agentId, reason: "mended" });
    expect(done).toBeNull();
    expect(request).toMatchObject({ status: "pending", confirmers: ["The security"] });
    const status = async () => (await database().agent.findUniqueOrThrow({ where: { id: fleet.agentId } })).status;
    const id = request?.id ?? "";
    await expect(confirmRelease(fleet.ctx, { id })).rejects.toEqual(code("forbidden"));
    await expect(confirmRelease(fleet.as("owner"), { id })).rejects.toEqual(code("forbidden"));
    await expect(confirmRelease(other.as("security"), { id })).rejects.toEqual(code("not_found"));
    expect(await status()).toBe("killed");
    expect(await confirmRelease(fleet.as("security"), { id })).toMatchObject({ status: "active" });
    expect(await status()).toBe("active");
    expect((await getStopOrder(fleet.ctx, { id: order.orderId })).endedBy).not.toBeNull();
    await expect(confirmRelease(fleet.as("security"), { id })).rejects.toEqual(code("conflict"));
    const actions = await database().auditEntry.findMany({
      where: { orgId: fleet.orgId, action: { in: ["release.requested", "agent.released", "access.refused"] } },
      select: { action: true },
      orderBy: { seq: "asc" },
    });
    expect(actions.map(({ action }) => action)).toEqual([
      "release.requested",
      "access.refused",
      "access.refused",
      "agent.released",
      "access.refused",
    ]);
  });
  test("is not confirmed by a program, nor by whoever asked through a program of theirs", async () => {
    const fleet = await testFleet("Keys");
    await killAgent(fleet.ctx, { id: fleet.agentId, reason: "x" });
    const { id, name } = await createApiKey(fleet.ctx, { name: "ci", role: "admin" });
    const key = contextFor({ kind: "apiKey", id, name, roles: ["admin"] }, fleet.orgId);
    const { request } = await releaseAgent(key, { id: fleet.agentId, reason: "mended" });
    await expect(confirmRelease(key, { id: request?.id ?? "" })).rejects.toEqual(code("forbidden"));
    await expect(confirmRelease(fleet.ctx, { id: request?.id ?? "" })).rejects.toEqual(code("forbidden"));
    const asked = await createApiKey(fleet.as("admin"), { name: "other", role: "security" });
    const second = contextFor({ kind: "apiKey", id: asked.id, name: "other", roles: ["security"] }, fleet.orgId);
    await expect(confirmRelease(second, { id: request?.id ?? "" })).rejects.toEqual(code("forbidden"));
    await confirmRelease(fleet.as("security"), { id: request?.id ?? "" });
  });
  test("that nobody confirms in time, or that is withdrawn, releases nothing and can be asked for again", async () => {
    const fleet = await testFleet("Late");
    await killAgent(fleet.ctx, { id: fleet.agentId, reason: "x" });
    const first = await releaseAgent(fleet.ctx, { id: fleet.agentId, reason: "mended" });
    const id = first.request?.id ?? "";
    expect((await releaseAgent(fleet.ctx, { id: fleet.agentId, reason: "again" })).request?.id).toBe(id);
    await database().releaseRequest.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1) } });
    await expect(confirmRelease(fleet.as("security"), { id })).rejects.toEqual(code("expired"));
    expect((await listReleases(fleet.ctx, {})).items).toMatchObject([{ id, status: "expired" }]);
    const second = (await releaseAgent(fleet.ctx, { id: fleet.agentId, reason: "again" })).request?.id ?? "";
    expect(second).not.toBe(id);
    await withdrawRelease(fleet.as("security"), { id: second });
    await expect(confirmRelease(fleet.as("security"), { id: second })).rejects.toEqual(code("conflict"));
  });
  test("of a suspended agent is one person's act for whoever suspended it, and two people's for others", async () => {
    const fleet = await testFleet("Suspended");
    await suspendAgent(fleet.ctx, { id: fleet.agentId, reason: "a look" });
    const { request } = await releaseAgent(fleet.as("security"), { id: fleet.agentId, reason: "fine" });
    expect(request).toMatchObject({ status: "pending" });
    const { order } = await releaseAgent(fleet.ctx, { id: fleet.agentId, reason: "fine" });
    expect(order).toMatchObject({ status: "active" });
  });
  test("of a revocation tells the points that it is lifted, by two people as well", async () => {
    const fleet = await fleetWithPoint("Lift");
    const order = await stop(fleet, { kind: "credential", credential: "key-1" });
    const { request } = await releaseOrder(fleet.ctx, { id: order.orderId, reason: "rotated" });
    const lifted = await confirmRelease(fleet.as("security"), { id: request?.id ?? "" });
    expect(lifted.status).toBe("lifted");
    const scope = { kind: "credential", credential: "key-1" };
    expect(await lastTold(fleet)).toEqual({ type: "revoke", orderId: lifted.orderId, scope, active: false });
    expect((await pointStateEvent(fleet.ctx, fleet.enrolment.pepId)).revoked).toEqual([]);
    await expect(releaseOrder(fleet.ctx, { id: order.orderId, reason: "x" })).rejects.toEqual(code("conflict"));
  });
  test("names nobody who may confirm where there is a single operator", async () => {
    const fleet = await testFleet("Single");
    await database().user.update({ where: { id: fleet.users.security.id }, data: { status: "disabled" } });
    await killAgent(fleet.ctx, { id: fleet.agentId, reason: "x" });
    const { request } = await releaseAgent(fleet.ctx, { id: fleet.agentId, reason: "mended" });
    expect(request?.confirmers).toEqual([]);
  });
});
