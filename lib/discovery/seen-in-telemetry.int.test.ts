/** Agents that act without being registered: what becomes of them, of their calls, and of what points hold. */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { reportEvents } from "@/lib/activity/report-events";
import { database } from "@/lib/db/client";
import { type Ctx, contextFor } from "@/lib/db/ctx";
import { type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { decode } from "@/lib/gateway/otlp/decode";
import { getAgent } from "@/lib/inventory/get-agent";
import { registerAgent } from "@/lib/inventory/register-agent";
import { refreshBundle } from "@/lib/policy/refresh-bundle";
import { newId } from "@/lib/shared/ids";
import { reportSpansOp } from "@/lib/telemetry/contract";
import { receiveTelemetry } from "@/lib/telemetry/receive-telemetry";
import { newSpanId, newTraceId, toolSpan, tracesRequest } from "@/lib/telemetry/testing";
import { watchUnmediated } from "@/lib/telemetry/watch-unmediated";
import type { CallEvent } from "@/sdk/wire/protocol";
import { confirmSighting } from "./confirm-sighting";
import { listSightings } from "./list-sightings";
import { mergeSighting } from "./merge-sighting";
import { rejectSighting } from "./reject-sighting";
import { watchSightings } from "./watch-sightings";

await testDatabase();
let fleet: TestFleet;
let reporter: Ctx;
beforeAll(async () => {
  fleet = await testFleet();
  reporter = contextFor({ kind: "apiKey", id: newId("apiKey"), name: "collector", roles: ["reporter"] }, fleet.orgId);
});

async function call(name: string): Promise<string> {
  const traceId = newTraceId();
  const span = toolSpan("pay", { traceId, spanId: newSpanId() });
  const body = Buffer.from(JSON.stringify(tracesRequest([span], { "service.name": name })));
  await receiveTelemetry(reporter, reportSpansOp, decode("traces", "json", body));
  const row = await database().reportedCall.findFirstOrThrow({ where: { orgId: fleet.orgId, traceId } });
  return row.agentId;
}
async function seen(name: string) {
  const row = await database().sighting.findFirstOrThrow({ where: { orgId: fleet.orgId, name } });
  return row;
}
const open = (subjectId: string) =>
  database().finding.count({ where: { orgId: fleet.orgId, kind: "agent.discovered", subjectId, status: "open" } });
const fresh = (what: string) => `${what} ${randomUUID()}`;

describe("an agent that telemetry names", () => {
  test("waits, with the stopped agent that its calls are kept under, and is not given away by an edit of it", async () => {
    const name = fresh("Shadow");
    const agentId = await call(name);
    expect(await getAgent(fleet.ctx, { id: agentId })).toMatchObject({ status: "suspended", knownBy: "telemetry" });
    const { items } = await listSightings(fleet.ctx, { q: name });
    expect(items).toMatchObject([
      { source: "telemetry", state: "waiting", agent: { id: agentId }, summary: ["reported by collector"] },
    ]);
    await database().agent.update({ where: { id: agentId }, data: { ownerId: fleet.users.owner.id } });
    await watchSightings(fleet.system);
    expect(await seen(name)).toMatchObject({ state: "confirmed" });
  });

  test("that is confirmed has its owner and stays stopped, also under another name", async () => {
    const name = fresh("Confirmed");
    const agentId = await call(name);
    const { id } = await seen(name);
    const renamed = fresh("Renamed");
    await confirmSighting(fleet.ctx, {
      id,
      name: renamed,
      purpose: "Pays",
      ownerId: fleet.users.owner.id,
      team: "Claims",
    });
    expect(await getAgent(fleet.ctx, { id: agentId })).toMatchObject({
      ...{ name: renamed, status: "suspended", team: "Claims", knownBy: "telemetry" },
      owner: { id: fleet.users.owner.id },
    });
    expect(await open(agentId)).toBe(0);
    expect(await call(name)).toBe(agentId);
  });

  test("that is merged is that agent from then on; its past calls stay where they were, and no bundle lets more through", async () => {
    const known = await registerAgent(fleet.ctx, { name: fresh("Known"), purpose: "Pays" });
    const name = fresh("Alias");
    const former = await call(name);
    await refreshBundle(fleet.system);
    const { id } = await seen(name);
    await mergeSighting(fleet.ctx, { id, agentId: known.id, reason: "Another name for it" });
    expect(await call(name)).toBe(known.id);
    expect(await database().reportedCall.count({ where: { orgId: fleet.orgId, agentId: former } })).toBe(1);
    expect(await getAgent(fleet.ctx, { id: former })).toMatchObject({ status: "retired" });
    expect(await getAgent(fleet.ctx, { id: known.id })).toEqual(known);
    const { content } = await database().bundle.findFirstOrThrow({
      where: { orgId: fleet.orgId },
      orderBy: { revision: "desc" },
    });
    await refreshBundle(fleet.system);
    const after = await database().bundle.findFirstOrThrow({
      where: { orgId: fleet.orgId },
      orderBy: { revision: "desc" },
    });
    const agents = (text: string) => (JSON.parse(text) as { agents: { id: string; status: string }[] }).agents;
    expect(agents(after.content).find((one) => one.id === known.id)).toEqual(
      agents(content).find((one) => one.id === known.id),
    );
    expect(agents(after.content).find((one) => one.id === former)).toMatchObject({ status: "retired" });
    expect(await open(former)).toBe(0);
  });

  test("that is rejected is found anew as soon as it acts, and stays stopped throughout", async () => {
    const name = fresh("Rejected");
    const agentId = await call(name);
    const { id } = await seen(name);
    await rejectSighting(fleet.ctx, { id, reason: "A test of the collector", days: 365 });
    await watchUnmediated(fleet.system);
    expect(await open(agentId)).toBe(0);
    expect(await call(name)).toBe(agentId);
    expect(await seen(name)).toMatchObject({ state: "waiting", seen: 2 });
    expect(await open(agentId)).toBe(1);
    await watchUnmediated(fleet.system);
    expect(await open(agentId)).toBe(1);
    expect(await getAgent(fleet.ctx, { id: agentId })).toMatchObject({ status: "suspended", ownerId: null });
  });
});

test("an id that is no agent's, and that a point reports calls of, waits too; the calls stay refused after a merge", async () => {
  const agentId = newId("agent");
  const report = () =>
    reportEvents(fleet.point, {
      events: [
        {
          ...{ type: "call", id: `event-${newId("request")}`, at: new Date().toISOString(), agentId, tool: "pay/pay" },
          ...{ operationClass: "money.move", effect: "allow", code: "permitted", enforced: true, reason: "x" },
          ...{ policies: [], observed: [], revision: 1, decisionNs: null, argumentsDigest: `sha256:${"0".repeat(64)}` },
          ...{ argumentsText: "{}", onBehalfOf: null, chain: [], checkpointId: null, traceId: null },
        } as CallEvent,
      ],
    });
  expect((await report()).results).toMatchObject([{ status: "refused" }]);
  const { id, state } = await seen(agentId);
  expect(state).toBe("waiting");
  expect(await open(id)).toBe(1);
  await watchUnmediated(fleet.system);
  expect(await open(id)).toBe(1);
  await mergeSighting(fleet.ctx, { id, agentId: fleet.agentId, reason: "A point that was set up wrong" });
  expect(await open(id)).toBe(0);
  expect((await report()).results).toMatchObject([{ status: "refused" }]);
  expect(await seen(agentId)).toMatchObject({ state: "merged", agentId: fleet.agentId, seen: 2 });
});
