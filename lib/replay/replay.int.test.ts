/** Recorded calls decided again: what is counted, who is asked more, what is left out, and that nobody else's calls are looked at. */
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { payTool, readTool, type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { createPolicy } from "@/lib/policy/create-policy";
import { editPolicy } from "@/lib/policy/edit-policy";
import { listPolicies } from "@/lib/policy/list-policies";
import { canonicalJson, digestOf, type JsonObject } from "@/sdk/canonical";
import { cancelReplay } from "./cancel-replay";
import { getReplay } from "./get-replay";
import { listReplays } from "./list-replays";
import { extentOf, recordedCalls } from "./recorded-calls";
import { replay, runReplays } from "./run-replays";
import { startReplay } from "./start-replay";

await testDatabase();
let fleet: TestFleet;
let other: TestFleet;
let calls = 0;
beforeAll(async () => {
  fleet = await testFleet();
  other = await testFleet("Another organisation");
});

const code = (value: string) => expect.objectContaining({ code: value });
type Recorded = { tool: string; arguments: JsonObject; more?: object };

async function record(of: TestFleet, { tool, arguments: args, more = {} }: Recorded): Promise<string> {
  const id = `call-${++calls}`.padEnd(24, "x");
  const text = canonicalJson(args);
  const receivedAt = new Date(Date.now() - 60_000);
  await database().activityEvent.create({
    data: {
      ...{ orgId: of.orgId, id, at: receivedAt, receivedAt, pepId: of.enrolment.pepId, agentId: of.agentId },
      ...{
        agentName: "Payments agent",
        tool,
        effect: "allow",
        code: "permitted",
        reason: "",
        policies: [],
        observed: [],
      },
      ...{ revision: 1, argumentsDigest: digestOf(args), argumentsText: text, chain: [], bodyDigest: "" },
      ...more,
    },
  });
  return id;
}

describe("what cannot be replayed", () => {
  test("a draft that is what is in force is refused, and says what to do", async () => {
    await expect(startReplay(fleet.ctx, { days: 7 })).rejects.toThrow(/Edit a policy first/);
  });

  test("another organisation's replay is not there", async () => {
    await draftFor(other);
    const { id } = await startReplay(other.ctx, { days: 7 });
    await expect(getReplay(fleet.ctx, { id })).rejects.toEqual(code("not_found"));
    await expect(cancelReplay(fleet.ctx, { id })).rejects.toEqual(code("not_found"));
    expect((await cancelReplay(other.ctx, { id })).status).toBe("cancelled");
    await expect(cancelReplay(other.ctx, { id })).rejects.toEqual(code("conflict"));
  });

  test("whoever may not write policies may not start one", async () => {
    await expect(startReplay(fleet.as("approver"), { days: 7 })).rejects.toEqual(code("forbidden"));
  });
});

/** Payments are held from 50 on in place of 100, and accounts are not read any more. */
async function draftFor(of: TestFleet): Promise<void> {
  const { items } = await listPolicies(of.ctx, {});
  const held = items.find(({ slug }) => slug === "pay-held");
  if (!held) throw new Error("pay-held is missing");
  await editPolicy(of.ctx, {
    id: held.id,
    version: held.current.version,
    title: held.title,
    text: held.current.text.replace("> 100", "> 50"),
  });
  await createPolicy(of.ctx, {
    slug: "no-balance",
    title: "Nothing is read",
    text: 'forbid (principal, action == Action::"bank/balance", resource);',
  });
}

describe("a replay", () => {
  const samples: Record<string, string> = {};
  beforeAll(async () => {
    await draftFor(fleet);
    const pay = (amount: number, more?: object) =>
      record(fleet, { tool: payTool, arguments: { to: "ACME", amount }, ...(more ? { more } : {}) });
    samples.held = await pay(70);
    await pay(80);
    await pay(20);
    await pay(500);
    samples.denied = await record(fleet, { tool: readTool, arguments: { account: "DE02" } });
    // Not all of what was called with; the run of a call that was counted when it was held; too old; somebody else's.
    await pay(90, { argumentsText: '{"amount":90,"to":"[redacted]"}' });
    await pay(70, { checkpointId: "chk_x" });
    await pay(70, { receivedAt: new Date(Date.now() - 8 * 86_400_000) });
    await record(other, { tool: payTool, arguments: { to: "ACME", amount: 70 } });
  });

  test("counts what is newly held and newly denied, by agent, tool and owner, with calls to look at", async () => {
    const started = await startReplay(fleet.ctx, { days: 7 });
    expect(started.status).toBe("waiting");
    await expect(startReplay(fleet.ctx, { days: 7 })).rejects.toThrow(/not finished/);
    await runReplays(database());
    const { status, result, done, total, current } = await getReplay(fleet.ctx, { id: started.id });
    expect({ status, done, total, current }).toEqual({ status: "done", done: 6, total: 6, current: true });
    expect(result).toMatchObject({ looked: 5, unreadable: 1, cut: false, days: 1 });
    const shifts = Object.fromEntries((result?.shifts ?? []).map((each) => [each.shift, each]));
    expect(Object.keys(shifts).sort()).toEqual(["heldNotAllowed", "newlyDenied"]);
    expect(shifts.heldNotAllowed).toMatchObject({
      calls: 2,
      agents: [{ id: fleet.agentId, calls: 2 }],
      tools: [{ name: payTool, calls: 2 }],
      owners: [{ id: fleet.users.owner.id, calls: 2 }],
      others: { agents: 0, tools: 0, owners: 0 },
    });
    expect(shifts.heldNotAllowed?.samples[0]).toMatchObject({ callId: samples.held, before: "allow", after: "hold" });
    expect(shifts.newlyDenied?.samples[0]).toMatchObject({
      callId: samples.denied,
      after: "deny",
      by: ["no-balance"],
    });
  });

  test("says how many requests a day more each person would be asked", async () => {
    const [newest] = (await listReplays(fleet.ctx, {})).items;
    const { result } = await getReplay(fleet.ctx, { id: newest?.id ?? "" });
    expect(result?.asked).toEqual([{ id: fleet.users.owner.id, name: fleet.users.owner.name, before: 1, after: 3 }]);
  });

  test("is no more of the present draft once that is edited", async () => {
    const [before] = (await listReplays(fleet.ctx, {})).items;
    expect(before?.current).toBe(true);
    await createPolicy(fleet.ctx, {
      slug: "later",
      title: "Later",
      text: "forbid (principal, action, resource) when { false };",
    });
    const [after] = (await listReplays(fleet.ctx, {})).items;
    expect(after?.current).toBe(false);
  });

  test("that a worker left is taken up by the next, from the start", async () => {
    const { id } = await startReplay(fleet.ctx, { days: 7 });
    const long = new Date(Date.now() - 3_600_000);
    await database().policyReplay.update({ where: { id }, data: { status: "running", aliveAt: long, done: 3 } });
    await runReplays(database());
    expect(await getReplay(fleet.ctx, { id })).toMatchObject({ status: "done", done: 6 });
  });

  test("that was cancelled stops, and nothing is kept of it", async () => {
    const { id } = await startReplay(fleet.ctx, { days: 7 });
    await database().policyReplay.update({ where: { id }, data: { status: "running" } });
    const row = await database().policyReplay.findUniqueOrThrow({ where: { id } });
    await cancelReplay(fleet.ctx, { id });
    expect(await replay(fleet.ctx, row)).toBeNull();
    expect(await getReplay(fleet.ctx, { id })).toMatchObject({ status: "cancelled", result: null });
  });
});

describe("the time to replay", () => {
  const span = () => ({ from: new Date(Date.now() - 7 * 86_400_000), to: new Date() });

  test("with more calls than are replayed is cut to the newest, and says so", async () => {
    const extent = await extentOf(fleet.ctx, span(), 2);
    expect(extent).toMatchObject({ total: 2, cut: true });
    expect(await extentOf(fleet.ctx, span())).toMatchObject({ total: 6, cut: false });
  });

  test("is read in the order in which the calls came, each once", async () => {
    const ids: string[] = [];
    for await (const portion of recordedCalls(fleet.ctx, span(), 4)) ids.push(...portion.map(({ id }) => id));
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(ids).toHaveLength(6);
  });
});
