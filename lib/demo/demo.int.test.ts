import { beforeEach, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { listChanges } from "@/lib/changes/list-changes";
import { database } from "@/lib/db/client";
import { confirmAs, type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { registerAgent } from "@/lib/inventory/register-agent";
import { recomputeMaturity } from "@/lib/maturity/recompute";
import { createPolicy } from "@/lib/policy/create-policy";
import { getBundle } from "@/lib/policy/get-bundle";
import { listPolicies } from "@/lib/policy/list-policies";
import { simulateDecision } from "@/lib/policy/simulate-decision";
import { demoAgents, liveAgents } from "./company";
import { getDemo } from "./get-demo";
import { loadDemo } from "./load-demo";
import { demoPolicies } from "./policies";
import { inviteLive, prepareLive } from "./prepare-live";
import { removeDemo } from "./remove-demo";

await testDatabase();
let fleet: TestFleet;
beforeEach(async () => {
  fleet = await testFleet(`Organisation ${Math.random()}`);
});

const code = (value: string) => expect.objectContaining({ code: value });
const tool = (name: string, properties: { [argument: string]: { type: string } }) => ({
  name,
  definition: { name, inputSchema: { type: "object", properties, required: Object.keys(properties) } },
});
const sinks = () => database().sink.findMany({ where: { orgId: fleet.orgId }, select: { kind: true, demo: true } });
const onPath = { path: { type: "string" } };
/** The tools that the demo's policies name, with schemas of their own: the live agents bring the real ones. */
const servers = [
  { server: "demo-files", tools: ["read_text_file", "write_file", "move_file"].map((name) => tool(name, onPath)) },
  {
    server: "demo-memory",
    tools: ["delete_entities", "delete_observations", "delete_relations"].map((name) => tool(name, {})),
  },
  { server: "demo-checks", tools: ["echo", "get-env"].map((name) => tool(name, {})) },
  { server: "demo-payments", tools: [tool("refund", { amount: { type: "integer" } })] },
];

describe("refused", () => {
  test("to whoever does not manage the organisation", async () => {
    await expect(loadDemo(fleet.as("security"), {})).rejects.toEqual(code("forbidden"));
    await expect(removeDemo(fleet.as("owner"), {})).rejects.toEqual(code("forbidden"));
  });
  test("while somebody's changes are not in force, because loading publishes", async () => {
    await createPolicy(fleet.ctx, { slug: "draft", title: "draft", text: "permit (principal, action, resource);" });
    await expect(loadDemo(fleet.ctx, {})).rejects.toEqual(code("conflict"));
    expect(await getDemo(fleet.ctx, {})).toMatchObject({ state: "none", agents: 0, people: 0 });
  });
  test("to be removed when it is not there", async () => {
    await expect(removeDemo(fleet.ctx, {})).rejects.toEqual(code("conflict"));
  });
  test("to be removed while somebody's own agent hangs on a demo person", async () => {
    await loadDemo(fleet.ctx, {});
    const person = await database().user.findFirstOrThrow({ where: { orgId: fleet.orgId, demo: true } });
    await registerAgent(fleet.ctx, { name: "Mine", purpose: "stays", ownerId: person.id });
    await expect(removeDemo(fleet.ctx, {})).rejects.toEqual(code("conflict"));
  });
});

test("every part of it is marked, nobody of it can sign in, and loading twice is loading once", async () => {
  expect(await loadDemo(fleet.ctx, {})).toMatchObject({ state: "preparing", agents: demoAgents.length });
  expect(await loadDemo(fleet.ctx, {})).toMatchObject({ agents: demoAgents.length });
  const people = await database().user.findMany({ where: { orgId: fleet.orgId, demo: true } });
  expect(people.every(({ passwordHash }) => passwordHash === null)).toBe(true);
  expect(await sinks()).toEqual([{ kind: "file", demo: true }]);
  await removeDemo(fleet.ctx, {});
  expect(await sinks()).toEqual([]);
});

test("its policies come into force and decide; removing takes all of it away and leaves what is yours", async () => {
  await loadDemo(fleet.ctx, {});
  await prepareLive(fleet.system, servers);
  await prepareLive(fleet.system, servers);
  const { agentId } = await inviteLive(fleet.system, liveAgents.refunds, "sdk");
  // Two people are here, and permits for the demo's agents are wider than what was in force.
  const [request, ...others] = (await listChanges(fleet.ctx, { status: "proposed" })).items;
  expect(others).toEqual([]);
  if (request) await confirmAs(fleet, "security", request);
  const refund = (amount: number) =>
    simulateDecision(fleet.ctx, { agentId, tool: "demo-payments/refund", arguments: { amount } });
  expect([(await refund(50)).effect, (await refund(500)).effect, (await refund(5000)).effect]).toEqual([
    "allow",
    "hold",
    "deny",
  ]);

  await recomputeMaturity(fleet.system);
  expect(await removeDemo(fleet.ctx, {})).toEqual({ state: "none", agents: 0, people: 0, live: 0 });
  await recomputeMaturity(fleet.system);
  const noted = await database().maturityChange.findMany({ where: { orgId: fleet.orgId }, select: { agentId: true } });
  expect(noted).toEqual([{ agentId: fleet.agentId }]);
  const where = { orgId: fleet.orgId, demo: true };
  const db = database();
  expect([
    await db.tool.count({ where }),
    await db.policy.count({ where }),
    await db.checkpointRule.count({ where }),
    await db.enrolmentToken.count({ where }),
  ]).toEqual([0, 0, 0, 0]);
  const { items, revision } = await listPolicies(fleet.ctx, {});
  expect(items.map(({ slug }) => slug).sort()).toEqual(["bank-open", "close-never", "pay-held"]);
  const { content } = await getBundle(fleet.ctx, { revision: revision ?? 0 });
  for (const { slug } of demoPolicies) expect(content).not.toContain(slug);
  expect(await db.auditEntry.count({ where: { orgId: fleet.orgId, action: "demo.removed" } })).toBe(1);
});
