/** Reported calls on a real database: stored once, attributed, held against the decisions of points, and what follows. */
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { listCalls } from "@/lib/activity/list-calls";
import { reportEvents } from "@/lib/activity/report-events";
import { database } from "@/lib/db/client";
import { type Ctx, contextFor } from "@/lib/db/ctx";
import { actByTwo, payTool, type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { decode } from "@/lib/gateway/otlp/decode";
import { registerAgent } from "@/lib/inventory/register-agent";
import { registerTool } from "@/lib/inventory/register-tool";
import { getAgentStage } from "@/lib/maturity/get-agent-stage";
import { newId } from "@/lib/shared/ids";
import type { CallEvent } from "@/sdk/wire/protocol";
import { reportSpansOp } from "./contract";
import { listReporters } from "./list-reporters";
import { receiveTelemetry } from "./receive-telemetry";
import { settleCalls } from "./settle-calls";
import { type GivenSpan, newSpanId, newTraceId, toolSpan, tracesRequest } from "./testing";
import { watchUnmediated } from "./watch-unmediated";

await testDatabase();
let fleet: TestFleet;
let reporter: Ctx;
beforeAll(async () => {
  fleet = await testFleet();
  reporter = contextFor({ kind: "apiKey", id: newId("apiKey"), name: "collector", roles: ["reporter"] }, fleet.orgId);
});

const report = (spans: readonly object[], resource: Record<string, string> = {}, ctx = reporter) =>
  receiveTelemetry(
    ctx,
    reportSpansOp,
    decode("traces", "json", Buffer.from(JSON.stringify(tracesRequest(spans, resource)))),
  );
const byAgent = (agentId = fleet.agentId) => ({ "gatehouse.agent.id": agentId });
const paid = (given: GivenSpan = {}) => {
  const ids = { traceId: newTraceId(), spanId: newSpanId() };
  return { span: toolSpan("pay", { ...ids, ...given }), ...ids };
};
const rowOf = (traceId: string) =>
  database().reportedCall.findFirstOrThrow({ where: { orgId: fleet.orgId, traceId }, orderBy: { spanId: "asc" } });
/** As if it had come in before the grace period. */
const older = (traceId: string, hours = 0.1) =>
  database().$executeRaw`UPDATE "ReportedCall" SET "receivedAt" = "receivedAt" - make_interval(secs => ${hours * 3600})
    WHERE "orgId" = ${fleet.orgId} AND "traceId" = ${traceId}`;

const decide = (more: Partial<CallEvent>) =>
  reportEvents(fleet.point, {
    events: [
      {
        type: "call",
        id: `event-${newId("request")}`,
        at: new Date().toISOString(),
        agentId: fleet.agentId,
        tool: payTool,
        operationClass: "money.move",
        effect: "allow",
        code: "permitted",
        enforced: true,
        reason: "Permitted.",
        policies: [],
        observed: [],
        revision: 1,
        decisionNs: null,
        argumentsDigest: `sha256:${"0".repeat(64)}`,
        argumentsText: "{}",
        onBehalfOf: null,
        chain: [],
        checkpointId: null,
        traceId: null,
        ...more,
      } satisfies CallEvent,
    ],
  });

describe("a reported call is stored once", () => {
  test("however often, in whatever order and with whatever company it is delivered", async () => {
    const spans = Array.from({ length: 20 }, () => paid().span);
    const before = await database().reportedCall.count({ where: { orgId: fleet.orgId } });
    expect(await report(spans, byAgent())).toEqual({ rejected: 0, message: "" });
    for (let again = 0; again < 5; again++) {
      const shuffled = [...spans].sort((a, b) => (`${a.spanId}${again}` < `${b.spanId}${again}` ? 1 : -1));
      expect(await report([...shuffled.slice(again), ...spans], byAgent())).toEqual({ rejected: 0, message: "" });
    }
    expect(await database().reportedCall.count({ where: { orgId: fleet.orgId } })).toBe(before + 20);
    const day = await database().telemetryDay.findFirstOrThrow({ where: { orgId: fleet.orgId } });
    expect(day.calls).toBeGreaterThanOrEqual(20);
    expect(day.duplicates).toBeGreaterThanOrEqual(5 * 20);
    const { items } = await listReporters(fleet.as("auditor"), {});
    expect(items).toMatchObject([{ reporterName: "collector", calls: day.calls, received: day.received, rejected: 0 }]);
  });

  test("the same ids with another body are rejected, remembered, and change nothing", async () => {
    const { span, traceId, spanId } = paid({ attributes: { "gen_ai.tool.call.arguments": '{"amount":1}' } });
    await report([span], byAgent());
    const other = toolSpan("pay", { traceId, spanId, attributes: { "gen_ai.tool.call.arguments": '{"amount":2}' } });
    const answer = await report([other, paid().span], byAgent());
    expect(answer).toEqual({ rejected: 1, message: expect.stringContaining("never changed") });
    expect((await rowOf(traceId)).argumentsText).toBe('{"amount":1}');
    const entry = await database().auditEntry.findFirstOrThrow({
      where: { orgId: fleet.orgId, targetName: "collector" },
    });
    expect(entry.leaf).toContain(spanId);
  });

  test("at the same moment by many senders", async () => {
    const { span, traceId } = paid();
    await Promise.all(Array.from({ length: 8 }, () => report([span], { "service.name": "Racing agent" })));
    expect(await database().reportedCall.count({ where: { orgId: fleet.orgId, traceId } })).toBe(1);
    expect(await database().agent.count({ where: { orgId: fleet.orgId, name: "Racing agent" } })).toBe(1);
  });

  test("NUL, half a character and numbers beyond any are recorded where they are seen", async () => {
    const hostile = '{"amount":1e400,"to":"a\\u0000b","half":"\\ud800","password":"hunter2"}';
    const { span, traceId } = paid({ attributes: { "gen_ai.tool.call.arguments": hostile, "enduser.id": "x\u0000y" } });
    expect(await report([span], byAgent())).toEqual({ rejected: 0, message: "" });
    const row = await rowOf(traceId);
    expect(row.argumentsText).toMatch(/beyond what can be held.*\\u0000.*\\ud800/);
    expect(row.argumentsText).not.toContain("hunter2");
    expect(row.onBehalfOf).toBe("x\\u0000y");
    const cut = paid({ attributes: { "gen_ai.tool.call.arguments": '{"api_key":"sk-123","to":"AC' } });
    await report([cut.span], byAgent());
    expect((await rowOf(cut.traceId)).argumentsText).toBe('{"api_key":"[redacted]","to":"AC');
  });
});

describe("whose call it is", () => {
  test("an agent that nobody registered is in the inventory, stopped and unowned, with a finding that ends with an owner", async () => {
    await report([paid().span], { "service.name": "Shadow agent" });
    const agent = await database().agent.findFirstOrThrow({ where: { orgId: fleet.orgId, name: "Shadow agent" } });
    expect(agent).toMatchObject({ status: "suspended", ownerId: null });
    const open = { where: { orgId: fleet.orgId, kind: "agent.discovered", subjectId: agent.id, status: "open" } };
    expect(await database().finding.count(open)).toBe(1);
    await watchUnmediated(fleet.system);
    expect(await database().finding.count(open)).toBe(1);
    await database().agent.update({ where: { id: agent.id }, data: { ownerId: fleet.users.owner.id } });
    await watchUnmediated(fleet.system);
    expect(await database().finding.count(open)).toBe(0);
  });

  test("the agent that is named nearest to the call counts, before the process that it ran in", async () => {
    const inner = await registerAgent(fleet.ctx, { name: "Inner agent", purpose: "x" });
    const { span, traceId } = paid();
    const parent = {
      ...toolSpan("x", { traceId, attributes: { "gen_ai.agent.name": "Inner agent" } }),
      name: "invoke_agent",
    };
    parent.attributes = parent.attributes.filter(({ key }) => key === "gen_ai.agent.name");
    await report([{ ...span, parentSpanId: parent.spanId }, parent], { "service.name": "Payments agent" });
    expect((await rowOf(traceId)).agentId).toBe(inner.id);
  });

  test("a point reports for its own agents and for nobody else", async () => {
    const stranger = await registerAgent(fleet.ctx, { name: "Not the point's", purpose: "x" });
    expect(await report([paid().span], byAgent(), fleet.point)).toMatchObject({ rejected: 0 });
    expect(await report([paid().span], byAgent(stranger.id), fleet.point)).toMatchObject({ rejected: 1 });
    expect(await report([paid().span], { "service.name": "Made up" }, fleet.point)).toMatchObject({ rejected: 1 });
    expect(await database().agent.count({ where: { orgId: fleet.orgId, name: "Made up" } })).toBe(0);
  });
});

describe("what no point decided", () => {
  test("a call with its decision is that call, and leaves the list to it", async () => {
    const { span, traceId } = paid();
    await decide({ traceId });
    await report([span], byAgent());
    await settleCalls(fleet.system);
    expect(await rowOf(traceId)).toMatchObject({ mediation: "decided", matchedBy: "trace" });
    const listed = (source?: "telemetry") =>
      listCalls(fleet.ctx, { source, limit: 200 }).then(({ items }) => items.filter((one) => one.traceId === traceId));
    expect((await listed()).map(({ source }) => source)).toEqual(["point"]);
    expect(await listed("telemetry")).toMatchObject([{ effect: "allow", code: "permitted", mediation: "decided" }]);
  });

  test("a refusal is no decision that let a call run", async () => {
    const { span, traceId } = paid();
    await decide({ traceId, effect: "deny", code: "forbidden" });
    await report([span], byAgent());
    await older(traceId);
    await settleCalls(fleet.system);
    expect(await rowOf(traceId)).toMatchObject({ mediation: "unmediated" });
  });

  test("a span within another of the same tool is a part of it, whichever comes first", async () => {
    const { span, traceId, spanId } = paid();
    const inner = toolSpan("pay", {
      traceId,
      parentSpanId: spanId,
      kind: 3,
      attributes: { "mcp.method.name": "tools/call" },
    });
    await report([inner], byAgent());
    await report([span], byAgent());
    await settleCalls(fleet.system);
    const row = await database().reportedCall.findFirstOrThrow({ where: { orgId: fleet.orgId, spanId: inner.spanId } });
    expect(row).toMatchObject({ mediation: "part", decisionId: expect.stringContaining(spanId) });
  });

  test("after the grace period it is a finding and lowers the agent's stage; a late decision or a quiet day ends it", async () => {
    const agent = await registerAgent(fleet.ctx, { name: "Leaky agent", purpose: "x", ownerId: fleet.users.owner.id });
    const { span, traceId } = paid();
    await report([span], byAgent(agent.id));
    const open = { where: { orgId: fleet.orgId, kind: "agent.unmediated", subjectId: agent.id, status: "open" } };
    const look = async () => {
      await settleCalls(fleet.system);
      await watchUnmediated(fleet.system);
      const { requirements } = await getAgentStage(fleet.ctx, { id: agent.id });
      const complete = requirements.find(({ id }) => id === "complete");
      return { findings: await database().finding.count(open), why: complete?.why, state: complete?.state };
    };
    expect(await look()).toMatchObject({ findings: 0, state: "unmeasured" });
    expect((await listCalls(fleet.ctx, { agentId: agent.id, effect: "none" })).items).toMatchObject([
      { source: "telemetry", mediation: "waiting", effect: null },
    ]);
    await older(traceId);
    expect(await look()).toMatchObject({
      findings: 1,
      state: "unmet",
      why: expect.stringContaining("1 call of the last 24 hours that passed no enforcement point"),
    });
    expect((await listCalls(fleet.ctx, { agentId: agent.id, effect: "none" })).items).toMatchObject([
      { mediation: "unmediated" },
    ]);
    await older(traceId, 25);
    expect(await look()).toMatchObject({ findings: 0, state: "unmeasured" });

    const late = paid();
    await report([late.span], byAgent());
    await older(late.traceId);
    await settleCalls(fleet.system);
    expect(await rowOf(late.traceId)).toMatchObject({ mediation: "unmediated" });
    await decide({ traceId: late.traceId });
    await settleCalls(fleet.system);
    expect(await rowOf(late.traceId)).toMatchObject({ mediation: "decided" });
  });

  test("a tool that nobody registered is a finding until somebody does", async () => {
    const { span } = paid();
    await report([{ ...span, ...toolSpan("unheard_of") }], byAgent());
    await watchUnmediated(fleet.system);
    const open = { where: { orgId: fleet.orgId, kind: "tool.unknown", subjectId: fleet.agentId, status: "open" } };
    expect(await database().finding.findFirst(open)).toMatchObject({ detail: { tools: ["unheard_of"] } });
    await actByTwo(
      fleet,
      registerTool(fleet.ctx, { reason: "for the test", server: "bank", name: "unheard_of", operationClass: "read" }),
    );
    await watchUnmediated(fleet.system);
    expect(await database().finding.count(open)).toBe(0);
  });
});
