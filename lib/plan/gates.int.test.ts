import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { storeEvents } from "@/lib/activity/store-events";
import { callOf } from "@/lib/activity/testing";
import { database } from "@/lib/db/client";
import { contextFor } from "@/lib/db/ctx";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { editAgent } from "@/lib/inventory/edit-agent";
import { registerAgent } from "@/lib/inventory/register-agent";
import { newId } from "@/lib/shared/ids";
import { FRESH_MS, SLOW_MS } from "@/lib/shared/look";
import { acceptRisk } from "./accept-risk";
import { endAcceptance } from "./end-acceptance";
import { endPlan } from "./end-plan";
import { getPlan } from "./get-plan";
import { addDays } from "./rules";
import { auditOf, planOf, testPlan, todayIn as today } from "./testing";
import { watchGates } from "./watch-gates";

await testDatabase();
let org: TestOrg;
let other: TestOrg;
beforeAll(async () => {
  other = await testOrg();
});
beforeEach(async () => {
  org = await testOrg();
});

const code = (value: string) => expect.objectContaining({ code: value });
const at = (path: string) =>
  expect.objectContaining({ code: "invalid_input", invalidParams: [expect.objectContaining({ path })] });
const start = () => testPlan(org);
const requirement = async (id: string) =>
  (await planOf(org)).sprints.flatMap(({ gate }) => gate.requirements).find((one) => one.id === id);
const gateOf = async (sprint: number) => (await planOf(org)).sprints[sprint - 1]?.gate;

/** An agent that has all that the first gate can measure. */
async function observedAgent(): Promise<string> {
  const agent = await registerAgent(org.ctx, { name: newId("agent"), purpose: "Works", ownerId: org.users.owner.id });
  const pepId = newId("point");
  const facts = { kind: "mcp-proxy", version: "0", publicKey: pepId, mode: "observe", revision: 1, connected: true };
  const { name } = await database().pep.create({
    data: {
      id: pepId,
      orgId: org.orgId,
      name: `Point ${pepId.slice(-5)}`,
      agents: [agent.id],
      lastSeenAt: new Date(),
      ...facts,
    },
  });
  const call = callOf(agent.id, {
    ...{ tool: "mail/draft", operationClass: "data.write" },
    ...{ effect: "deny", code: "no_permit", reason: "Nothing permits it." },
  });
  const report = { orgId: org.orgId, point: { id: pepId, name, agents: [agent.id] }, requestId: "r", events: [call] };
  await database().$transaction((tx) => storeEvents(tx, [report]));
  return agent.id;
}
const carry = (requirement: string, more: Partial<Parameters<typeof acceptRisk>[1]> = {}) =>
  acceptRisk(org.as("security"), {
    requirement,
    itemKind: "requirement",
    itemId: requirement,
    untilOn: addDays(today(), 30),
    reason: "checked by hand",
    ...more,
  });

describe("a gate", () => {
  test("of an organisation without agents is unknown, and is recorded as that once", async () => {
    const { id } = await start();
    expect(await gateOf(1)).toMatchObject({ state: "unknown", changes: [] });
    expect(await watchGates(org.system)).toBe(3);
    expect(await watchGates(org.system)).toBe(0);
    expect(await gateOf(1)).toMatchObject({ changes: [{ state: "unknown" }] });
    expect(await auditOf(id)).toEqual(["plan.started", "plan.gateChanged", "plan.gateChanged", "plan.gateChanged"]);
  });
  test("names the agent that fails with the page that mends it, and moves when it is mended", async () => {
    await start();
    const { id } = await registerAgent(org.ctx, { name: "Orphan", purpose: "Works" });
    expect(await requirement("observe.owner")).toMatchObject({
      state: "unmet",
      items: [{ kind: "agent", id, name: "Orphan", state: "failing", href: `/agents/${id}/edit` }],
    });
    await editAgent(org.ctx, { id, version: 1, ownerId: org.users.owner.id });
    expect(await requirement("observe.owner")).toMatchObject({ state: "met", failing: 0, items: [] });
  });
  test("that was passed is reopened when an agent loses its owner, with what failed; both are recorded", async () => {
    await start();
    const agentId = await observedAgent();
    await carry("observe.shared");
    await watchGates(org.system);
    expect(await gateOf(1)).toMatchObject({ state: "accepted", changes: [{ state: "accepted" }] });
    await editAgent(org.ctx, { id: agentId, version: 1, ownerId: null });
    expect(await gateOf(1)).toMatchObject({ state: "reopened", why: expect.stringMatching(/No owner is named\./) });
    await watchGates(org.system);
    await editAgent(org.ctx, { id: agentId, version: 2, ownerId: org.users.owner.id });
    await watchGates(org.system);
    expect((await gateOf(1))?.changes.map(({ state }) => state)).toEqual(["accepted", "reopened", "accepted"]);
    await expect(
      database().planGateChange.updateMany({ where: { orgId: org.orgId }, data: { state: "met" } }),
    ).rejects.toThrow(/does not change/);
  });
  test("whose query fails is recorded as unknown, never as met, and is no reason to forget the others", async () => {
    await start();
    await observedAgent();
    const db = new Proxy(database(), {
      get: (real, name) =>
        name === "finding"
          ? { findMany: () => Promise.reject(new Error("the findings cannot be read")) }
          : Reflect.get(real, name),
    });
    expect(await watchGates({ ...org.system, db })).toBe(3);
    const blind = (await getPlan({ ...org.ctx, db }, {})).plan?.sprints[2]?.gate;
    const findings = blind?.requirements.find(({ id }) => id === "isolate.findings");
    expect(findings).toMatchObject({ state: "unknown", looked: null, why: expect.stringMatching(/could not be read/) });
    expect(await requirement("isolate.findings")).toMatchObject({ state: "met" });
  });
  test("is not recorded for a plan that has ended", async () => {
    await start();
    await endPlan(org.ctx, { reason: "over" });
    expect(await watchGates(org.system)).toBe(0);
  });
});

describe("accepting a risk", () => {
  test("is for security and executives, and for people only", async () => {
    await start();
    const key = contextFor({ kind: "apiKey", id: newId("apiKey"), name: "key", roles: ["security"] }, org.orgId);
    const input = {
      requirement: "observe.shared",
      itemKind: "requirement",
      itemId: "observe.shared",
      untilOn: addDays(today(), 3),
      reason: "x",
    } as const;
    for (const role of ["admin", "owner", "compliance", "auditor"] as const)
      await expect(acceptRisk(org.as(role), input)).rejects.toEqual(code("forbidden"));
    await expect(acceptRisk(key, input)).rejects.toEqual(code("forbidden"));
    expect(await acceptRisk(org.as("executive"), input)).toMatchObject({ byName: "The executive" });
  });
  test("is refused for the past, for more than ninety days, for what no gate asks, and for what does not fail", async () => {
    await start();
    await expect(carry("observe.shared", { untilOn: addDays(today(), -1) })).rejects.toEqual(at("untilOn"));
    await expect(carry("observe.shared", { untilOn: addDays(today(), 91) })).rejects.toEqual(at("untilOn"));
    await expect(carry("observe.everything")).rejects.toEqual(at("requirement"));
    await expect(carry("observe.owner", { itemKind: "agent", itemId: newId("agent") })).rejects.toEqual(
      code("conflict"),
    );
  });
  test("happens once, for the one item, and is never counted as met", async () => {
    await start();
    const one = await registerAgent(org.ctx, { name: "One", purpose: "Works" });
    await registerAgent(org.ctx, { name: "Two", purpose: "Works" });
    const item = { itemKind: "agent", itemId: one.id } as const;
    const asked = await Promise.allSettled([carry("observe.owner", item), carry("observe.owner", item)]);
    expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await requirement("observe.owner")).toMatchObject({
      state: "unmet",
      failing: 1,
      accepted: 1,
      items: [{ name: "Two" }, { name: "One", state: "accepted", acceptance: { reason: "checked by hand" } }],
    });
  });
  test("fails again by itself once its end has passed, and can then be accepted anew", async () => {
    const { id: planId } = await start();
    const { id } = await carry("observe.shared", { untilOn: today() });
    expect(await requirement("observe.shared")).toMatchObject({ state: "accepted", accepted: 1 });
    // Yesterday was its last day: the clock of the database cannot be moved, so its end is.
    const untilOn = new Date(`${addDays(today(), -1)}T00:00:00Z`);
    await database().planAcceptance.update({ where: { id }, data: { untilOn } });
    expect(await requirement("observe.shared")).toMatchObject({ state: "unknown", accepted: 0 });
    await carry("observe.shared");
    const rows = await database().planAcceptance.findMany({ where: { planId }, orderBy: { at: "asc" } });
    expect(rows.map(({ endReason }) => endReason)).toEqual(["its end had come", null]);
  });
  test("is taken back early, and not by another organisation or twice", async () => {
    const { id: planId } = await start();
    const { id } = await carry("observe.shared");
    await expect(endAcceptance(other.ctx, { id, reason: "x" })).rejects.toEqual(code("not_found"));
    await expect(endAcceptance(org.as("owner"), { id, reason: "x" })).rejects.toEqual(code("forbidden"));
    await endAcceptance(org.ctx, { id, reason: "no longer right" });
    await expect(endAcceptance(org.ctx, { id, reason: "again" })).rejects.toEqual(code("conflict"));
    expect((await planOf(org)).acceptances).toEqual([]);
    expect(await requirement("observe.shared")).toMatchObject({ state: "unknown", accepted: 0 });
    expect(await auditOf(planId)).toEqual(["plan.started", "risk.accepted", "risk.acceptanceEnded"]);
  });
});

describe("where judging takes longer than a reader should wait", () => {
  const slow = (take: Partial<{ tookMs: number; at: Date }>) =>
    database().planGateLook.updateMany({ where: { orgId: org.orgId }, data: take });

  test("the worker's last look is shown, and says when that was", async () => {
    await start();
    await observedAgent();
    await watchGates(org.system);
    const seen = new Date(Date.now() - 20_000);
    await slow({ tookMs: SLOW_MS + 1, at: seen });
    await registerAgent(org.ctx, { name: "Later", purpose: "Works" });
    const plan = await planOf(org);
    expect(plan.gatesAsOf).toBe(seen.toISOString());
    expect((await requirement("observe.owner"))?.state).toBe("met");
    await watchGates(org.system);
    await slow({ tookMs: SLOW_MS + 1 });
    expect((await requirement("observe.owner"))?.state).toBe("unmet");
  });

  test("a look that is too old is not shown, nor one that was quick", async () => {
    await start();
    await observedAgent();
    await watchGates(org.system);
    await registerAgent(org.ctx, { name: "Later", purpose: "Works" });
    expect((await requirement("observe.owner"))?.state).toBe("unmet");
    await slow({ tookMs: SLOW_MS + 1, at: new Date(Date.now() - FRESH_MS - 1_000) });
    expect((await requirement("observe.owner"))?.state).toBe("unmet");
  });

  test("an accepted risk is seen at once, and so is one that was taken back", async () => {
    await start();
    const { id: itemId } = await registerAgent(org.ctx, { name: "Unowned", purpose: "Works" });
    await watchGates(org.system);
    await slow({ tookMs: SLOW_MS + 1 });
    const untilOn = addDays(today(), 7);
    const accepted = await acceptRisk(org.as("security"), {
      requirement: "observe.owner",
      itemKind: "agent",
      itemId,
      untilOn,
      reason: "the owner starts on Monday",
    });
    expect((await requirement("observe.owner"))?.state).toBe("accepted");
    await watchGates(org.system);
    await slow({ tookMs: SLOW_MS + 1 });
    await endAcceptance(org.ctx, { id: accepted.id, reason: "she did not" });
    expect((await requirement("observe.owner"))?.state).toBe("unmet");
  });
});
