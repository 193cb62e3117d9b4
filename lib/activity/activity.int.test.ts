import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { type Ctx, contextFor } from "@/lib/db/ctx";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { registerAgent } from "@/lib/inventory/register-agent";
import { newId } from "@/lib/shared/ids";
import type { CallEvent, GapEvent, OutcomeEvent, PepEvent } from "@/sdk/wire/protocol";
import { getCall } from "./get-call";
import { listCalls } from "./list-calls";
import { reportEvents } from "./report-events";
import { storeEvents } from "./store-events";
import { summariseCalls } from "./summarise-calls";
import { callOf } from "./testing";

await testDatabase();
let org: TestOrg;
let other: TestOrg;
let agentId: string;
let point: Ctx;
beforeAll(async () => {
  [org, other] = [await testOrg(), await testOrg()];
  agentId = await newAgent(org);
  point = await newPoint(org);
});

const newAgent = async ({ ctx }: TestOrg) => (await registerAgent(ctx, { name: newId("agent"), purpose: "Works" })).id;

async function newPoint({ orgId }: TestOrg, agents: string[] = []): Promise<Ctx> {
  const id = newId("point");
  const name = `Point ${id.slice(-4)}`;
  const facts = { kind: "mcp-proxy", version: "0", publicKey: id, mode: "enforce", agents };
  await database().pep.create({ data: { id, orgId, name, ...facts } });
  return contextFor({ kind: "pep", id, name, agents }, orgId);
}

let made = 0;
const newEventId = () => `event-${String(++made).padStart(14, "0")}`;
const at = "2026-01-01T00:00:00.000Z";
const call = (change: Partial<CallEvent> = {}): CallEvent =>
  callOf(agentId, {
    ...{ id: newEventId(), at, tool: "files/read", reason: "Permitted by read-files.", policies: ["read-files"] },
    ...{ argumentsText: '{"path":"/tmp"}', decisionNs: 4200, ...change },
  });
const outcome = (callId: string, change: Partial<OutcomeEvent> = {}): OutcomeEvent => ({
  type: "outcome",
  id: newEventId(),
  callId,
  at,
  outcome: "succeeded",
  durationMs: 12.5,
  error: null,
  ...change,
});
const gap = (lost: number): GapEvent => ({
  type: "gap",
  id: newEventId(),
  at,
  lost,
  firstAt: at,
  lastAt: at,
  reason: "The spool was full.",
});
const report = async (events: unknown[], ctx = point) =>
  (await reportEvents(ctx, { events })).results.map(({ status }) => status);

describe("refuses", () => {
  test("people and programs, who do not report calls", async () => {
    await expect(reportEvents(org.ctx, { events: [call()] })).rejects.toMatchObject({ code: "forbidden" });
    await expect(
      reportEvents(contextFor({ kind: "anonymous", id: "", name: "nobody" }, ""), { events: [call()] }),
    ).rejects.toMatchObject({ code: "unauthenticated" });
  });

  test("one bad event without refusing its neighbours", async () => {
    const [first, last] = [call(), call()];
    const { results } = await reportEvents(point, { events: [first, { ...call(), effect: "maybe" }, null, last] });
    expect(results.map(({ status }) => status)).toEqual(["stored", "refused", "refused", "stored"]);
    expect(results[1]?.reason).toMatch(/effect/);
  });

  test("calls of agents that are not registered here or not the point's own, and remembers it once", async () => {
    const narrow = await newPoint(org, [agentId]);
    const [unknown, foreign, unscoped] = [newId("agent"), await newAgent(other), await newAgent(org)];
    expect(await report([call({ agentId: unscoped }), call()], narrow)).toEqual(["refused", "stored"]);
    const wide = await newPoint(org);
    const strangers = [call({ agentId: unknown }), call({ agentId: foreign })];
    const { results } = await reportEvents(wide, { events: [...strangers, call()] });
    expect(results.map(({ status }) => status)).toEqual(["refused", "refused", "stored"]);
    expect(results[0]?.reason).toMatch(/not in this organisation/);
    await report(strangers, wide);
    const entries = await database().auditEntry.findMany({ where: { targetId: wide.actor.id } });
    expect(entries.map(({ action }) => action)).toEqual(["access.refused"]);
    expect(JSON.parse(entries[0]?.leaf ?? "{}").detail.agents).toEqual([unknown, foreign]);
  });

  test("the same id with another body, in one report and in a later one", async () => {
    const first = call();
    expect(await report([first, { ...first, effect: "deny" }])).toEqual(["stored", "refused"]);
    expect(await report([{ ...first, reason: "Changed." }, { ...first }])).toEqual(["refused", "duplicate"]);
    expect((await getCall(org.ctx, { id: first.id })).reason).toBe(first.reason);
  });

  test("a second outcome of a call, and an outcome from another point than the call's", async () => {
    const [one, two] = [call(), call()];
    const ended = outcome(one.id);
    await report([one, two, ended]);
    expect(await report([outcome(one.id, { outcome: "failed" }), ended])).toEqual(["refused", "duplicate"]);
    expect(await report([outcome(two.id)], await newPoint(org))).toEqual(["refused"]);
    expect(await getCall(org.ctx, { id: one.id })).toMatchObject({ outcome: "succeeded", durationMs: 12.5 });
    expect((await getCall(org.ctx, { id: two.id })).outcome).toBeNull();
  });

  test("readers of another organisation, as if there were no such call", async () => {
    const event = call();
    await report([event]);
    await expect(getCall(other.ctx, { id: event.id })).rejects.toMatchObject({ code: "not_found" });
    expect((await listCalls(other.ctx, {})).items).toEqual([]);
  });

  test("filters and cursors that no call could match", async () => {
    for (const filters of [{ tool: "\0" }, { agentId: "\ud800" }, { from: "0000-01-01T00:00:00Z" }, { cursor: "x" }]) {
      await expect(listCalls(org.ctx, filters)).rejects.toMatchObject({ code: "invalid_input" });
    }
    await expect(getCall(org.ctx, { id: "nul \0" })).rejects.toMatchObject({ code: "invalid_input" });
  });
});

describe("stores", () => {
  test("an event once, however often and from wherever it is delivered", async () => {
    const events: PepEvent[] = Array.from({ length: 30 }, () => call());
    events.push(...events.slice(0, 10).map(({ id }) => outcome(id)), gap(3));
    const all = await Promise.all(Array.from({ length: 6 }, (_, i) => report(i % 2 ? events : [...events].reverse())));
    expect(all.flat().filter((status) => status === "stored")).toHaveLength(events.length);
    expect(all.flat().filter((status) => status === "refused")).toEqual([]);
    const rows = await database().activityEvent.count({
      where: { orgId: org.orgId, id: { in: events.map(({ id }) => id) } },
    });
    expect(rows).toBe(30);
  });

  test("an outcome that comes before its call", async () => {
    const event = call();
    expect(await report([outcome(event.id, { outcome: "unknown" })])).toEqual(["stored"]);
    await report([event]);
    expect((await getCall(org.ctx, { id: event.id })).outcome).toBe("unknown");
  });

  test("the same id in two organisations", async () => {
    const event = call();
    const theirs = { ...event, agentId: await newAgent(other) };
    await report([event]);
    expect(await report([theirs], await newPoint(other))).toEqual(["stored"]);
    expect((await getCall(org.ctx, { id: event.id })).agentId).toBe(agentId);
  });

  test("texts that Postgres cannot hold, as escapes", async () => {
    const event = call({
      argumentsText: '{"a":"\0 \ud800 \u202e"}',
      tool: "files/\0",
      policies: ["p\0"],
      chain: ["\udc00"],
    });
    expect(await report([event])).toEqual(["stored"]);
    expect(await getCall(org.ctx, { id: event.id })).toMatchObject({
      argumentsText: '{"a":"\\u0000 \\ud800 \u202e"}',
      tool: "files/\\u0000",
      policies: ["p\\u0000"],
      chain: ["\\udc00"],
    });
    expect(await report([event])).toEqual(["duplicate"]);
  });

  test("numbers beyond what a column holds, as at least that", async () => {
    const event = call({ decisionNs: 9e12, revision: 2 ** 40 });
    expect(await report([event, { ...gap(1), lost: 2 ** 50 }])).toEqual(["stored", "stored"]);
    expect(await getCall(org.ctx, { id: event.id })).toMatchObject({ decisionNs: 2147483647, revision: 2147483647 });
  });

  test("the agent's name as it was at that time", async () => {
    const own = await newAgent(org);
    const event = call({ agentId: own });
    await report([event]);
    const { name } = await database().agent.update({ where: { id: own }, data: { name: "Renamed" } });
    expect((await getCall(org.ctx, { id: event.id })).agentName).not.toBe(name);
  });

  test("reports of several points and organisations together, each with its own answers", async () => {
    const theirAgent = await newAgent(other);
    const reports = [
      { ctx: point, events: [call(), call({ agentId: theirAgent })] },
      { ctx: await newPoint(other), events: [call({ agentId: theirAgent })] },
    ].map(({ ctx, events }) => ({
      orgId: ctx.orgId,
      point: { id: ctx.actor.id, name: ctx.actor.name, agents: [] },
      requestId: ctx.requestId,
      events,
    }));
    const results = await database().$transaction((tx) => storeEvents(tx, reports));
    expect(results.map((answers) => answers.map(({ status }) => status))).toEqual([["stored", "refused"], ["stored"]]);
  });
});

describe("lists", () => {
  let many: TestOrg;
  let its: { agentId: string; point: Ctx };
  beforeAll(async () => {
    many = await testOrg();
    its = { agentId: await newAgent(many), point: await newPoint(many) };
    const odd = ["a|b", "a|c", "é|\u{1f600}"].map((id) => call({ id: id.padEnd(20, "_"), agentId: its.agentId }));
    const events = Array.from({ length: 20 }, (_, i) =>
      call({
        agentId: its.agentId,
        effect: i % 4 ? "allow" : "deny",
        code: i % 4 ? "permitted" : "forbidden",
        tool: `files/${i}`,
      }),
    );
    await report([...odd, ...events.slice(0, 10)], its.point);
    await report([...events.slice(10), gap(5), gap(2)], its.point);
  });

  test("every call once, page after page, newest first, whatever their ids contain", async () => {
    const seen: string[] = [];
    const times: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listCalls(many.ctx, { limit: 4, cursor });
      seen.push(...page.items.map(({ id }) => id));
      times.push(...page.items.map(({ receivedAt }) => receivedAt));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(new Set(seen).size).toBe(23);
    expect(seen).toHaveLength(23);
    expect(times).toEqual([...times].sort().reverse());
  });

  test("only what the filters say", async () => {
    const count = async (filters: Parameters<typeof listCalls>[1]) => (await listCalls(many.ctx, filters)).items.length;
    expect(await count({ effect: "deny" })).toBe(5);
    expect(await count({ code: "forbidden", effect: "allow" })).toBe(0);
    expect(await count({ tool: "files/3" })).toBe(1);
    expect(await count({ agentId: its.agentId, pepId: its.point.actor.id })).toBe(23);
    expect(await count({ agentId })).toBe(0);
    expect(await count({ to: "2020-01-01T00:00:00Z" })).toBe(0);
    expect(await count({ from: "2020-01-01T00:00:00Z" })).toBe(23);
  });

  test("the beginning of long arguments, and says so; the call by itself has all of them", async () => {
    const event = call({ agentId: its.agentId, argumentsText: "x".repeat(100_000), tool: "files/long" });
    await report([event], its.point);
    const [listed] = (await listCalls(many.ctx, { tool: "files/long" })).items;
    expect(listed).toMatchObject({ argumentsCut: true, pepName: its.point.actor.name });
    expect(listed?.argumentsText).toHaveLength(2000);
    const whole = await getCall(many.ctx, { id: event.id });
    expect(whole.argumentsCut).toBe(false);
    expect(whole.argumentsText).toHaveLength(100_000);
    await database().activityEvent.deleteMany({ where: { orgId: many.orgId, id: event.id } });
  });

  test("counts by effect in equal buckets that together hold every call, with the stated losses", async () => {
    const summary = await summariseCalls(many.ctx, { hours: 1 });
    const sum = (effect: "allow" | "deny" | "hold") => summary.buckets.reduce((total, one) => total + one[effect], 0);
    expect([sum("allow"), sum("deny"), sum("hold"), summary.gaps]).toEqual([18, 5, 0, 7]);
    expect(summary.bucketSeconds).toBe(60);
    const starts = summary.buckets.map(({ from }) => Date.parse(from));
    expect(new Set(starts.slice(1).map((start, i) => start - (starts[i] ?? 0)))).toEqual(new Set([60_000]));
    expect(summary.buckets.length).toBeGreaterThanOrEqual(60);
  });

  test("counts of one agent, with the losses of the points that may act for it", async () => {
    const quiet = await newAgent(many);
    await report([gap(100)], await newPoint(many, [its.agentId]));
    const summary = await summariseCalls(many.ctx, { hours: 24, agentId: quiet });
    expect(summary.buckets.every(({ allow, deny, hold }) => allow + deny + hold === 0)).toBe(true);
    expect(summary.gaps).toBe(7);
  });
});

describe("a held call", () => {
  test("shows the checkpoint that it led to, and only its own point's", async () => {
    const [held, released] = [call({ effect: "hold", code: "checkpoint_required" }), call()];
    const checkpoint = {
      orgId: org.orgId,
      agentId,
      agentName: "A",
      tool: held.tool,
      operationClass: "read",
      reversibility: "reversible",
      riskTier: "low",
      action: "{}",
      callId: held.id,
      revision: 1,
      stages: [],
      expiresAt: new Date(),
    };
    const [id, stray] = [newId("checkpoint"), newId("checkpoint")];
    await database().checkpoint.create({ data: { ...checkpoint, id, digest: id, pepId: point.actor.id } });
    await report([held, { ...released, checkpointId: id }]);
    expect(await getCall(org.ctx, { id: held.id })).toMatchObject({ checkpointId: id, checkpointStatus: "pending" });
    expect(await getCall(org.ctx, { id: released.id })).toMatchObject({
      checkpointId: id,
      checkpointStatus: "pending",
    });
    const another = call({ effect: "hold", code: "checkpoint_required" });
    const foreign = { ...checkpoint, id: stray, digest: stray, pepId: newId("point"), callId: another.id };
    await database().checkpoint.create({ data: foreign });
    await report([another]);
    expect((await getCall(org.ctx, { id: another.id })).checkpointId).toBeNull();
  });
});
