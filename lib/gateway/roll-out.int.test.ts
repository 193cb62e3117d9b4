/** Ring by ring, at real points: who gets which revision, what reaches all of them at once, and how a roll-out is taken back. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { openCheckpoint } from "@/lib/checkpoints/open-checkpoint";
import { database } from "@/lib/db/client";
import { contextFor, systemContext } from "@/lib/db/ctx";
import { invitePoint } from "@/lib/enforcement/invite-point";
import { listPoints } from "@/lib/enforcement/list-points";
import { releaseAgent } from "@/lib/enforcement/release-agent";
import { suspendAgent } from "@/lib/enforcement/suspend-agent";
import { actByTwo, confirmAs, payTool, readTool, type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { editAgent } from "@/lib/inventory/edit-agent";
import { createPolicy } from "@/lib/policy/create-policy";
import { createPolicyTest } from "@/lib/policy/create-policy-test";
import { deletePolicyTest } from "@/lib/policy/delete-policy-test";
import { editPolicy } from "@/lib/policy/edit-policy";
import { listBundles } from "@/lib/policy/list-bundles";
import { listPolicies } from "@/lib/policy/list-policies";
import { publishBundle } from "@/lib/policy/publish-bundle";
import { refreshBundle } from "@/lib/policy/refresh-bundle";
import { revertBundle } from "@/lib/policy/revert-bundle";
import type { RollOutPlan, Thresholds } from "@/lib/policy/ring-contract";
import { rotateSigningKey } from "@/lib/policy/rotate-signing-key";
import { attendRollOuts } from "@/lib/rollouts/attend-roll-outs";
import { getRings } from "@/lib/rollouts/get-rings";
import { getRollOut } from "@/lib/rollouts/get-roll-out";
import { haltRollOut } from "@/lib/rollouts/halt-roll-out";
import { listRollOutPoints } from "@/lib/rollouts/list-roll-out-points";
import { proceedRollOut } from "@/lib/rollouts/proceed-roll-out";
import { resumeRollOut } from "@/lib/rollouts/resume-roll-out";
import { rollBack } from "@/lib/rollouts/roll-back";
import { saveRings } from "@/lib/rollouts/save-rings";
import { connect } from "@/sdk/pep/connect";
import type { EnforcementPoint } from "@/sdk/pep/enforcement-point";
import { verifyBundle } from "@/sdk/verify";
import { startGateway, type TestGateway } from "./testing";

await testDatabase();
let fleet: TestFleet;
let gateway: TestGateway;
let canary: EnforcementPoint;
let rest: EnforcementPoint;
const state = mkdtempSync(path.join(tmpdir(), "gatehouse-roll-out-test-"));

async function newPoint(name: string): Promise<EnforcementPoint> {
  const { token } = await invitePoint(fleet.ctx, { name, kind: "sdk", agents: [fleet.agentId] });
  return reopen(name, token);
}
const reopen = (name: string, enrolToken?: string) =>
  connect({
    url: gateway.url,
    kind: "sdk",
    stateDir: path.join(state, name),
    agent: fleet.agentId,
    ...(enrolToken ? { enrolToken } : {}),
  });

beforeAll(async () => {
  fleet = await testFleet();
  gateway = await startGateway();
  [canary, rest] = [await newPoint("canary"), await newPoint("rest")];
});
afterAll(async () => {
  await canary.close();
  await rest.close();
  await gateway.stop();
  rmSync(state, { recursive: true, force: true });
});

const nobody = { environments: [], teams: [], points: [], percent: 0 };
const code = (value: string) => expect.objectContaining({ code: value });
const balance = () => ({ agentId: fleet.agentId, tool: readTool, arguments: { account: "1" } });
const says = (point: EnforcementPoint) => point.decide(balance()).effect;
const eventually = <T>(read: () => T | Promise<T>, value: T) =>
  expect.poll(async () => read(), { timeout: 10_000, interval: 10 }).toEqual(value);
const attend = () => attendRollOuts(systemContext(fleet.orgId, "test"));

/** Forbids reading balances: stricter, so that one person may publish it. */
async function draftForbid(slug: string): Promise<void> {
  await createPolicy(fleet.ctx, {
    slug,
    title: slug,
    text: `forbid (principal, action == Action::"${readTool}", resource);`,
  });
}
async function drop(slug: string): Promise<void> {
  const found = (await listPolicies(fleet.ctx, {})).items.find((policy) => policy.slug === slug);
  if (found) await editPolicy(fleet.ctx, { id: found.id, version: found.current.version, status: "disabled" });
}
const plan = (thresholds: Partial<Thresholds> = {}, automatic = true): { rollOut: RollOutPlan } => ({
  rollOut: {
    automatic,
    thresholds: {
      newlyDeniedPercent: 5,
      newlyHeldPercent: 10,
      newlyRefusedPercent: 5,
      canaryFailures: 0,
      errors: 0,
      refusals: 0,
      unacknowledged: 0,
      unacknowledgedMinutes: 10,
      minimumCalls: 0,
      soakMinutes: 30,
      ...thresholds,
    },
  },
});
async function start(thresholds: Partial<Thresholds> = {}, automatic = true) {
  const { done } = await publishBundle(fleet.ctx, plan(thresholds, automatic));
  if (!done?.rollOut) throw new Error("no roll-out was started");
  return { id: done.rollOut, revision: done.revision };
}
/** As if its ring had been reached, and its calls had come, so long ago. */
async function age(id: string, minutes: number): Promise<void> {
  const at = new Date(Date.now() - minutes * 60_000);
  await database().rollOutRing.updateMany({ where: { rollOutId: id, state: "reached" }, data: { startedAt: at } });
}
async function recorded(point: EnforcementPoint, count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++)
    await point.call(balance(), async () => "done").catch((error: unknown) => expect(error).toBeDefined());
  await point.flush();
  // Calls are judged once they have lain for a moment, so that none that is committed late is passed over.
  const lain = new Date(Date.now() - 60_000);
  await database().activityEvent.updateMany({
    where: { orgId: fleet.orgId, pepId: point.id },
    data: { receivedAt: lain },
  });
  await database().rollOut.updateMany({
    where: { orgId: fleet.orgId, endedAt: null },
    data: { judgedTo: new Date(lain.getTime() - 30_000) },
  });
}

/** What is open or was closed of a roll-out, and who was written to. */
async function announced(id: string) {
  const of = { orgId: fleet.orgId, subjectId: id };
  const findings = await database().finding.findMany({ where: of, orderBy: { openedAt: "asc" } });
  const messages = await database().message.findMany({ where: of, orderBy: { createdAt: "asc" } });
  return {
    findings: findings.map(({ kind, severity, status }) => [kind, severity, status]),
    messages: messages.map(({ userId, facts }) => ({ userId, facts })),
  };
}

describe("rings", () => {
  const ours = () => [
    { name: "Canary", members: { ...nobody, points: [canary.id] } },
    { name: "Empty", members: { ...nobody, teams: ["nobody is in this team"] } },
    { name: "Everyone", members: nobody },
  ];
  test("are set by who publishes, not over somebody else's, and say who is in them", async () => {
    await expect(saveRings(fleet.as("owner"), { version: 0, rings: ours() })).rejects.toEqual(code("forbidden"));
    const saved = await saveRings(fleet.ctx, { version: 0, rings: ours() });
    expect(saved.rings.map(({ points, live }) => [points, live])).toEqual([
      [1, 1],
      [0, 0],
      [2, 1],
    ]);
    await expect(saveRings(fleet.as("security"), { version: 0, rings: ours() })).rejects.toThrow(/changed the rings/);
    expect((await getRings(fleet.ctx, {})).version).toBe(1);
  });
});

describe("a roll-out", () => {
  let id: string;
  test("brings the new revision to its first ring alone; what is in force stays what it was", async () => {
    const before = await listPolicies(fleet.ctx, {});
    await draftForbid("no-balance");
    const started = await start();
    id = started.id;
    await eventually(() => canary.decide(balance()).revision, started.revision);
    expect([says(canary), says(rest)]).toEqual(["deny", "allow"]);
    const now = await listPolicies(fleet.ctx, {});
    expect(now.revision).toBe(before.revision);
    expect(now.items.find(({ slug }) => slug === "no-balance")?.inForce).toBeNull();
    const { rings } = await getRollOut(fleet.ctx, { id });
    await eventually(async () => (await getRollOut(fleet.ctx, { id })).rings[0]?.acknowledged, 1);
    expect(rings.map(({ state }) => state)).toEqual(["reached", "waiting", "waiting"]);
    const { items } = await listRollOutPoints(fleet.ctx, { id, position: 0 });
    expect(items).toMatchObject([{ name: "canary", result: "loaded", live: true }]);
    expect((await listPoints(fleet.ctx, { trouble: "drift" })).items).toEqual([]);
  });

  test("stands in the way of every other publication, which is told whose it is and where it stands", async () => {
    const told = /a roll-out that .+ started is in ring 1 of 3, “Canary”/;
    await expect(publishBundle(fleet.as("security"), {})).rejects.toThrow(told);
    await expect(publishBundle(fleet.as("security"), plan())).rejects.toThrow(told);
    const published = (await listBundles(fleet.ctx, {})).items.find(({ cause }) => cause === "published");
    const { revision } = published ?? { revision: 0 };
    await expect(revertBundle(fleet.ctx, { revision, published: revision })).rejects.toThrow(told);
  });

  test("delays no order to stop: it is at every point at once, whatever ring that is in", async () => {
    await suspendAgent(fleet.ctx, { id: fleet.agentId, reason: "to see" });
    for (const point of [canary, rest]) await eventually(() => point.decide(balance()).code, "agent_suspended");
    await releaseAgent(fleet.ctx, { id: fleet.agentId, reason: "seen" });
    await eventually(() => says(rest), "allow");
    await eventually(() => canary.decide(balance()).code, "forbidden");
  });

  test("carries a changed inventory to both sides, each with its own policies", async () => {
    const agent = { id: fleet.agentId, version: 1, purpose: "Pays invoices, and says so", provider: "anthropic" };
    await editAgent(fleet.ctx, agent as Parameters<typeof editAgent>[1]);
    const revision = await refreshBundle(systemContext(fleet.orgId, "test"));
    await eventually(() => rest.decide(balance()).revision, revision);
    await eventually(() => canary.decide(balance()).revision > (revision ?? 0), true);
    expect([says(canary), says(rest)]).toEqual(["deny", "allow"]);
    expect(await refreshBundle(systemContext(fleet.orgId, "test"))).toBeNull();
  });

  test("goes on over a change of the signing key, and nobody refuses a bundle", async () => {
    const { revision } = await rotateSigningKey(fleet.ctx, { reason: "in the middle of it" });
    await eventually(() => rest.decide(balance()).revision, revision);
    await eventually(() => canary.decide(balance()).revision > (revision ?? 0), true);
    expect([says(canary), says(rest)]).toEqual(["deny", "allow"]);
    expect(await database().bundleAck.count({ where: { orgId: fleet.orgId, result: "refused" } })).toBe(0);
  });

  test("is decided about at the console by the policies of the point that asks", async () => {
    await drop("no-balance");
    const at = (point: EnforcementPoint) =>
      contextFor({ kind: "pep", id: point.id, name: "p", agents: [fleet.agentId] }, fleet.orgId);
    const held = (point: EnforcementPoint) => fleet.held({ pep: point.id, tool: payTool });
    await openCheckpoint(at(rest), held(rest));
    await openCheckpoint(at(canary), held(canary));
    const rows = await database().checkpoint.findMany({ where: { orgId: fleet.orgId }, select: { revision: true } });
    expect(new Set(rows.map(({ revision }) => revision)).size).toBe(2);
  });

  test("is not hurried past its watch, nor by who may not publish", async () => {
    await expect(proceedRollOut(fleet.ctx, { id })).rejects.toThrow(/does not wait for anybody/);
    await expect(haltRollOut(fleet.as("approver"), { id, reason: "x" })).rejects.toEqual(code("forbidden"));
  });

  test("that breaches a threshold is rolled back by itself, also while it is halted, with the numbers", async () => {
    await haltRollOut(fleet.ctx, { id, reason: "to look" });
    await recorded(canary, 3);
    await recorded(rest, 3);
    await attend();
    const seen = await getRollOut(fleet.ctx, { id });
    expect(seen).toMatchObject({
      status: "rolledBack",
      why: "In “Canary”, 3 of 3 calls (100 %) are newly denied; 5 % may be.",
    });
    expect(seen.rings[0]?.counts).toMatchObject({ decisions: 3, denied: 3, judged: 3, newlyDenied: 3 });
    await eventually(() => says(canary), "allow");
    const entry = await database().auditEntry.findFirstOrThrow({
      where: { orgId: fleet.orgId, action: "rollOut.rolledBack" },
    });
    expect(JSON.parse(entry.leaf)).toMatchObject({
      detail: { by: "threshold", threshold: "newlyDeniedPercent", value: 100, limit: 5, points: 1 },
    });
  });

  test("that is rolled back by itself is a finding, and a message to whoever asked for it; their own halt was none", async () => {
    const { findings, messages } = await announced(id);
    expect(findings).toEqual([
      ["rollOut.halted", "low", "resolved"],
      ["rollOut.rolledBack", "high", "open"],
    ]);
    const why = "In “Canary”, 3 of 3 calls (100 %) are newly denied; 5 % may be.";
    const facts = { stopped: "rolledBack", ring: "Canary", why, revision: expect.any(Number) };
    expect(messages).toEqual([{ userId: fleet.users.admin.id, facts }]);
  });

  test("that was rolled back is over for its points: none takes what was on trial again", async () => {
    const trials = await database().bundle.findMany({ where: { orgId: fleet.orgId, rollOutId: id } });
    const [newest] = await database().bundle.findMany({ where: { orgId: fleet.orgId }, orderBy: { revision: "desc" } });
    const standing = JSON.parse(readFileSync(path.join(state, "canary", "standing.json"), "utf8"));
    expect(standing).toMatchObject({ minimumRevision: newest?.revision, highest: { revision: newest?.revision } });
    for (const { manifest, content, signingKeyId: keyId, signature: value } of trials) {
      const signed = { manifest: JSON.parse(manifest), content, signature: { keyId, algorithm: "Ed25519", value } };
      expect(() => verifyBundle(signed, { ...standing, org: fleet.orgId })).toThrow(/older than/);
    }
    await eventually(() => rest.decide(balance()).revision, newest?.revision ?? 0);
  });
});

describe("the next roll-out", () => {
  let id: string;
  test("asks somebody where its sample is too small, passes over the ring without points, and says so", async () => {
    await draftForbid("no-balance-again");
    ({ id } = await start({ newlyDeniedPercent: 100, minimumCalls: 5 }));
    await eventually(() => says(canary), "deny");
    expect((await database().finding.findFirst({ where: { kind: "rollOut.rolledBack" } }))?.status).toBe("resolved");
    await age(id, 31);
    await eventually(async () => (await getRollOut(fleet.ctx, { id })).rings[0]?.lacking, 0);
    await attend();
    expect(await getRollOut(fleet.ctx, { id })).toMatchObject({
      status: "waiting",
      why: expect.stringMatching(/0 calls/),
    });
    const { rings } = await proceedRollOut(fleet.ctx, { id });
    expect(rings.map(({ state }) => state)).toEqual(["passed", "skipped", "reached"]);
    await eventually(() => says(rest), "deny");
    await expect(proceedRollOut(fleet.ctx, { id })).rejects.toEqual(code("conflict"));
  });

  test("is told to a point that was away as its own, whatever else it missed", async () => {
    await rest.close();
    await haltRollOut(fleet.ctx, { id, reason: "wait" });
    await expect(haltRollOut(fleet.ctx, { id, reason: "wait" })).rejects.toEqual(code("conflict"));
    rest = await reopen("rest");
    const { revision } = await getRollOut(fleet.ctx, { id });
    await eventually(() => rest.decide(balance()).revision, revision);
    expect((await resumeRollOut(fleet.ctx, { id })).status).toBe("running");
  });

  test("is in force everywhere only when it still passes every test; until then it is halted and says which", async () => {
    const test = await createPolicyTest(fleet.ctx, {
      name: "balances are read",
      principal: { kind: "agent", id: fleet.agentId },
      tool: readTool,
      arguments: { account: "1" },
      expected: "allow",
    });
    await recorded(rest, 5);
    await age(id, 31);
    await attend();
    expect(await getRollOut(fleet.ctx, { id })).toMatchObject({
      status: "halted",
      why: expect.stringMatching(/balances are read/),
    });
    expect((await announced(id)).findings.at(-1)).toEqual(["rollOut.halted", "medium", "open"]);
    expect((await announced(id)).messages.map(({ userId }) => userId)).toEqual([fleet.users.admin.id]);
    await actByTwo(fleet, deletePolicyTest(fleet.ctx, { reason: "for the test", id: test.id }));
    await resumeRollOut(fleet.ctx, { id });
    expect((await announced(id)).findings.at(-1)).toEqual(["rollOut.halted", "medium", "resolved"]);
    await age(id, 31);
    await attend();
    expect(await getRollOut(fleet.ctx, { id })).toMatchObject({ status: "completed" });
    const { items, revision } = await listPolicies(fleet.ctx, {});
    expect(items.find(({ slug }) => slug === "no-balance-again")?.inForce).toBe(1);
    for (const point of [canary, rest]) await eventually(() => point.decide(balance()).revision, revision ?? 0);
    await expect(rollBack(fleet.ctx, { id, reason: "late" })).rejects.toThrow(/is over: .+ completed it/);
  });

  test("that weakens is asked of a second person before it starts", async () => {
    await drop("no-balance-again");
    const { done, request } = await publishBundle(fleet.ctx, { ...plan(), reason: "balances are needed" });
    expect(done).toBeNull();
    expect(says(canary)).toBe("deny");
    if (!request) throw new Error("nobody was asked");
    expect(request.title).toMatch(/ring by ring/);
    await confirmAs(fleet, "security", request);
    await eventually(() => says(canary), "allow");
    expect(says(rest)).toBe("deny");
    const open = await database().rollOut.findFirstOrThrow({ where: { orgId: fleet.orgId, endedAt: null } });
    await rollBack(fleet.ctx, { id: open.id, reason: "seen enough" });
    await eventually(() => says(canary), "deny");
    // Who asked rolled it back; who confirmed is told.
    expect(await announced(open.id)).toMatchObject({
      findings: [["rollOut.rolledBack", "low", "open"]],
      messages: [{ userId: fleet.users.security.id, facts: { why: "The admin: seen enough" } }],
    });
  });
});
