import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { contextFor } from "@/lib/db/ctx";
import { retireAgent } from "@/lib/enforcement/retire-agent";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { newId } from "@/lib/shared/ids";
import type { RegisterAgentInput } from "./contract";
import { editAgent } from "./edit-agent";
import { getAgent } from "./get-agent";
import { listAgents } from "./list-agents";
import { registerAgent } from "./register-agent";

await testDatabase();
let org: TestOrg;
let other: TestOrg;
beforeAll(async () => {
  [org, other] = [await testOrg(), await testOrg()];
});

let made = 0;
const register = (input: Partial<RegisterAgentInput> = {}, ctx = org.ctx) =>
  registerAgent(ctx, { name: `Agent ${++made}`, purpose: "Answers customers", ...input });

const entries = (targetId: string) =>
  database().auditEntry.findMany({
    where: { targetId },
    orderBy: { seq: "asc" },
    select: { action: true, leaf: true },
  });
const detailOf = ({ leaf }: { leaf: string }) => JSON.parse(leaf).detail;

describe("refuses", () => {
  test("another organisation's agent as if there were none", async () => {
    const { id } = await register({}, other.ctx);
    await expect(getAgent(org.ctx, { id })).rejects.toMatchObject({ code: "not_found" });
    await expect(editAgent(org.ctx, { id, version: 1, name: "Ours" })).rejects.toMatchObject({ code: "not_found" });
    await expect(retireAgent(org.ctx, { id, reason: "gone" })).rejects.toMatchObject({ code: "not_found" });
    expect((await listAgents(org.ctx, { q: id })).items).toEqual([]);
  });

  test("roles that only read, and remembers that it did", async () => {
    const ctx = org.as("auditor");
    await expect(register({}, ctx)).rejects.toMatchObject({ code: "forbidden" });
    const [entry] = await database().auditEntry.findMany({ where: { requestId: ctx.requestId } });
    expect(entry).toMatchObject({ action: "access.refused", targetId: "inventory.registerAgent" });
  });

  test("owners who are disabled, of another organisation, or named twice", async () => {
    const { id: disabled } = await database().user.create({
      data: { id: newId("user"), orgId: org.orgId, email: "gone@example.test", name: "Gone", status: "disabled" },
    });
    for (const ownerId of [disabled, other.users.owner.id, newId("user")]) {
      await expect(register({ ownerId })).rejects.toMatchObject({
        code: "invalid_input",
        invalidParams: [{ path: "ownerId" }],
      });
    }
    const twice = { ownerId: org.users.owner.id, backupOwnerId: org.users.owner.id };
    await expect(register(twice)).rejects.toMatchObject({ invalidParams: [{ path: "backupOwnerId" }] });
  });

  test("an owner who registers for others or for nobody, and remembers that it did", async () => {
    const ctx = org.as("owner");
    await expect(register({}, ctx)).rejects.toMatchObject({ code: "forbidden" });
    await expect(register({ ownerId: org.users.admin.id }, ctx)).rejects.toMatchObject({ code: "forbidden" });
    const recorded = await database().auditEntry.count({
      where: { requestId: ctx.requestId, action: "access.refused" },
    });
    expect(recorded).toBe(2);
  });

  test("an owner's edit of an agent that is not theirs, and less risk on one that is", async () => {
    const ctx = org.as("owner");
    const foreign = await register({ ownerId: org.users.admin.id });
    await expect(editAgent(ctx, { id: foreign.id, version: 1, purpose: "x" })).rejects.toMatchObject({
      code: "forbidden",
    });
    const own = await register({ ownerId: org.users.owner.id, riskTier: "high" });
    await expect(editAgent(ctx, { id: own.id, version: 1, riskTier: "low" })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect((await getAgent(ctx, { id: own.id })).riskTier).toBe("high");
    expect((await entries(own.id)).map(({ action }) => action)).toEqual(["agent.registered", "access.refused"]);
  });

  test("an edit of an older version, naming the current one", async () => {
    const { id } = await register();
    await editAgent(org.ctx, { id, version: 1, purpose: "First" });
    await expect(editAgent(org.ctx, { id, version: 1, purpose: "Second" })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("version 2"),
    });
  });

  test("all but one of several edits of the same version at once", async () => {
    const { id } = await register();
    const edits = ["a", "b", "c", "d"].map((purpose) => editAgent(org.ctx, { id, version: 1, purpose }));
    const results = await Promise.allSettled(edits);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await getAgent(org.ctx, { id })).version).toBe(2);
    expect(await entries(id)).toHaveLength(2);
  });

  test("a name that is taken, also when two take it at once", async () => {
    const { name } = await register();
    await expect(register({ name })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining(name),
    });
    const second = await register();
    await expect(editAgent(org.ctx, { id: second.id, version: 1, name })).rejects.toMatchObject({ code: "conflict" });
    const both = await Promise.allSettled([register({ name: "Twins" }), register({ name: "Twins" })]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(register({ name }, other.ctx)).resolves.toMatchObject({ name });
  });

  test.each(["a\0b", "half \ud800 pair"])("text that cannot be stored: %j", async (text) => {
    await expect(register({ name: text })).rejects.toMatchObject({ code: "invalid_input" });
    await expect(listAgents(org.ctx, { q: text })).rejects.toMatchObject({ code: "invalid_input" });
    await expect(listAgents(org.ctx, { ownerId: text })).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("a cursor of another order, or made up", async () => {
    await register();
    const { nextCursor } = await listAgents(org.ctx, { limit: 1 });
    const cursor = nextCursor ?? "";
    await expect(listAgents(org.ctx, { cursor, sort: "name" })).rejects.toMatchObject({ code: "invalid_input" });
    const forged = Buffer.from(JSON.stringify({ sort: "newest", id: "x", name: "\0" })).toString("base64url");
    await expect(listAgents(org.ctx, { cursor: forged })).rejects.toMatchObject({ code: "invalid_input" });
    await expect(listAgents(org.ctx, { cursor: "%" })).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("any change to a retired agent", async () => {
    const { id } = await register();
    await retireAgent(org.ctx, { id, reason: "replaced" });
    await expect(retireAgent(org.ctx, { id, reason: "again" })).rejects.toMatchObject({ code: "conflict" });
    await expect(editAgent(org.ctx, { id, version: 2, purpose: "x" })).rejects.toMatchObject({ code: "conflict" });
  });
});

test("a registered agent is stored, shown with its owners, and in the log", async () => {
  const ownerId = org.users.owner.id;
  const agent = await register(
    { ownerId, backupOwnerId: org.users.admin.id, riskTier: "critical" },
    org.as("security"),
  );
  expect(agent).toMatchObject({ status: "active", version: 1, owner: { id: ownerId, active: true }, retiredAt: null });
  expect(await getAgent(org.as("auditor"), { id: agent.id })).toEqual(agent);
  const [entry] = await entries(agent.id);
  expect(entry?.action).toBe("agent.registered");
  expect(entry && detailOf(entry)).toMatchObject({ riskTier: "critical", ownerId });
});

test("a high tier is accepted with one owner: its stage says so, the inventory does not hide it", async () => {
  await expect(register({ riskTier: "high", ownerId: org.users.owner.id })).resolves.toMatchObject({
    riskTier: "high",
  });
});

test("an API key with the role of an operator registers agents", async () => {
  const key = contextFor({ kind: "apiKey", id: newId("apiKey"), name: "CI", roles: ["admin"] }, org.orgId);
  await expect(register({}, key)).resolves.toMatchObject({ status: "active" });
});

test("an edit records what changed, field by field, and nothing else", async () => {
  const { id } = await register({ ownerId: org.users.owner.id, purpose: "Old" });
  const input = { id, version: 1, purpose: "New", dataClasses: ["health" as const, "health" as const] };
  const edited = await editAgent(org.as("owner"), input);
  expect(edited).toMatchObject({ purpose: "New", dataClasses: ["health"], version: 2 });
  const last = (await entries(id)).at(-1);
  expect(last && detailOf(last)).toEqual({
    changes: { purpose: { from: "Old", to: "New" }, dataClasses: { from: [], to: ["health"] } },
    version: 2,
  });
});

test("an edit that changes nothing is no edit", async () => {
  const agent = await register();
  await expect(editAgent(org.ctx, { id: agent.id, version: 1, name: agent.name })).resolves.toEqual(agent);
  expect(await entries(agent.id)).toHaveLength(1);
});

test("an agent whose owner has left can still be edited", async () => {
  const gone = await database().user.create({
    data: { id: newId("user"), orgId: org.orgId, email: `${newId("user")}@example.test`, name: "Leaver" },
  });
  const { id } = await register({ ownerId: gone.id });
  await database().user.update({ where: { id: gone.id }, data: { status: "disabled" } });
  const edited = await editAgent(org.ctx, { id, version: 1, purpose: "Still here" });
  expect(edited.owner).toMatchObject({ id: gone.id, active: false });
});

test("retiring is told to the points in the same transaction", async () => {
  const { id } = await register();
  const agent = await retireAgent(org.ctx, { id, reason: "replaced" });
  expect(agent).toMatchObject({ status: "retired", statusReason: "replaced", retiredAt: expect.any(String) });
  const [told] = await database().controlLog.findMany({
    where: { orgId: org.orgId },
    orderBy: { seq: "desc" },
    take: 1,
  });
  const last = (await entries(id)).at(-1);
  expect(last?.action).toBe("agent.retired");
  const { order: orderId } = last ? detailOf(last) : { order: "" };
  expect(told?.body).toEqual({ type: "agent", agentId: id, status: "retired", orderId });
  expect(orderId).toMatch(/^ord_/);
});

describe("lists", () => {
  let many: TestOrg;
  const tiers = ["low", "critical", "medium", "high"] as const;
  beforeAll(async () => {
    many = await testOrg();
    for (let i = 0; i < 10; i++) {
      const name = `${i % 2 ? "b" : "A"}ot ${i % 3}-${i}`;
      await register({ name, riskTier: tiers[i % 4], team: i === 4 ? "50%_off\\" : "Sales" }, many.ctx);
    }
    await register({ name: "Owned", riskTier: "low", ownerId: many.users.owner.id }, many.ctx);
  });

  test.each(["newest", "name", "risk"] as const)("every agent once, page after page, by %s", async (sort) => {
    const all = (await listAgents(many.ctx, { sort })).items.map(({ id }) => id);
    expect(all).toHaveLength(11);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listAgents(many.ctx, { sort, limit: 3, cursor });
      expect(page.total).toBe(11);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(all);
  });

  test("by risk from the highest tier, by name whatever the case", async () => {
    const byRisk = (await listAgents(many.ctx, { sort: "risk" })).items.map(({ riskTier }) => riskTier);
    expect(byRisk).toEqual([...byRisk].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
    const byName = (await listAgents(many.ctx, { sort: "name" })).items.map(({ name }) => name.toLowerCase());
    expect(byName).toEqual([...byName].sort());
  });
  const order = ["critical", "high", "medium", "low"];

  test("agents registered meanwhile do not shift the next page", async () => {
    const first = await listAgents(many.ctx, { limit: 5 });
    const { id } = await register({}, many.ctx);
    const second = await listAgents(many.ctx, { limit: 5, cursor: first.nextCursor ?? "" });
    const ids = [...first.items, ...second.items].map((agent) => agent.id);
    expect(new Set(ids).size).toBe(10);
    expect(ids).not.toContain(id);
    await database().agent.delete({ where: { id } });
  });

  test("what is searched for literally, in name, purpose, team and id", async () => {
    const found = async (q: string) => (await listAgents(many.ctx, { q })).items.map(({ name }) => name);
    expect(await found("50%_OFF\\")).toEqual(["Aot 1-4"]);
    expect(await found("%")).toEqual(["Aot 1-4"]);
    expect(await found("customers")).toHaveLength(11);
    const [owned] = (await listAgents(many.ctx, { q: "owned" })).items;
    expect(await found(owned?.id ?? "")).toEqual(["Owned"]);
  });

  test("only what the filters say", async () => {
    const count = async (filters: Parameters<typeof listAgents>[1]) => (await listAgents(many.ctx, filters)).total;
    expect(await count({ owned: "none" })).toBe(10);
    expect(await count({ owned: "some" })).toBe(1);
    expect(await count({ ownerId: many.users.owner.id })).toBe(1);
    expect(await count({ riskTier: "critical" })).toBe(3);
    expect(await count({ status: "killed" })).toBe(0);
    expect(await count({ provider: "aws" })).toBe(0);
    expect(await count({ environment: "production" })).toBe(11);
  });
});
