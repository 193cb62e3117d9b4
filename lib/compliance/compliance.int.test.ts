/** What each question to the live system answers, in a real database. */
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { listEntries } from "@/lib/audit/list-entries";
import { recordCredential } from "@/lib/credentials/record-credential";
import { database } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/ctx";
import { type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { editPerson } from "@/lib/guarded/edit-person";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { registerAgent } from "@/lib/inventory/register-agent";
import { sealNow } from "@/lib/jobs/seal-audit";
import { createPolicy } from "@/lib/policy/create-policy";
import { publishBundle } from "@/lib/policy/publish-bundle";
import { newId } from "@/lib/shared/ids";
import { assignControl } from "./assign-control";
import { EvidenceKind } from "./contract";
import { collectors } from "./evidence/collectors";
import { getControl } from "./get-control";
import { getFramework } from "./get-framework";
import { importFramework } from "./import-framework";
import { listFrameworks } from "./list-frameworks";
import { readEvidence } from "./read-evidence";
import { removeFramework } from "./remove-framework";

await testDatabase();
let fleet: TestFleet;
let empty: TestOrg;
const stop = { framework: "eu-ai-act", control: "art-14-4-e" };

beforeAll(async () => {
  fleet = await testFleet();
  empty = await testOrg(database(), "An empty organisation");
  await sealNow(fleet.system);
});

const evidenceOf = async (org: TestOrg) => readEvidence(org.ctx, await databaseNow(org.ctx.db));

describe("refused", () => {
  test.each(["owner", "approver"] as const)("is %s: neither read nor changed", async (role) => {
    await expect(listFrameworks(fleet.as(role), {})).rejects.toMatchObject({ code: "forbidden" });
    await expect(getFramework(fleet.as(role), { framework: "eu-ai-act" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(getControl(fleet.as(role), stop)).rejects.toMatchObject({ code: "forbidden" });
  });

  test.each(["security", "executive", "auditor"] as const)(
    "is %s to say who answers for a control, and may read",
    async (role) => {
      const assigned = assignControl(fleet.as(role), { ...stop, ownerId: fleet.users.owner.id });
      await expect(assigned).rejects.toMatchObject({ code: "forbidden" });
      expect((await listFrameworks(fleet.as(role), {})).items).toHaveLength(7);
    },
  );

  test("is a framework or a control that there is not, and a person of another organisation", async () => {
    await expect(getFramework(fleet.ctx, { framework: "packs" })).rejects.toMatchObject({ code: "not_found" });
    await expect(getControl(fleet.ctx, { ...stop, control: "art-999" })).rejects.toMatchObject({ code: "not_found" });
    const foreign = { ...stop, ownerId: empty.users.owner.id };
    await expect(assignControl(fleet.as("compliance"), foreign)).rejects.toMatchObject({ code: "not_found" });
  });

  test("is a person who is not active any more", async () => {
    const org = await testOrg(database(), "Somebody left");
    await editPerson(org.ctx, { id: org.users.owner.id, status: "disabled" });
    const left = assignControl(org.ctx, { ...stop, ownerId: org.users.owner.id });
    await expect(left).rejects.toMatchObject({ code: "conflict" });
  });
});

test("every kind has a collector that answers, in an empty organisation too, where nothing but keys can be met", async () => {
  const all = await evidenceOf(empty);
  expect([...all.keys()].sort()).toEqual([...EvidenceKind.options].sort());
  for (const { kind, state, gap } of all.values()) {
    if (kind === "credential-rotation") continue;
    expect({ kind, met: state === "met" }).toEqual({ kind, met: false });
    expect(gap).toBeTruthy();
  }
});

test("a credential that two agents hold is a gap, with the agents to go to", async () => {
  const org = await testFleet("Shares a key");
  const { id } = await registerAgent(org.ctx, { name: "Second agent", purpose: "Pays too" });
  const held = { kind: "api_key", name: "Bank key", system: "bank", fingerprint: `sha256:${"1".repeat(64)}` } as const;
  for (const agentId of [org.agentId, id]) await recordCredential(org.ctx, { id: agentId, ...held });
  expect((await evidenceOf(org)).get("credential-rotation")).toMatchObject({
    state: "partly",
    gap: "2 credentials of agents shared, expired or not rotated in time.",
    href: "/agents/credentials",
    total: 2,
  });
});

test("evidence whose query fails is unknown and says so, and the rest stands", async () => {
  const broken = { ...collectors["named-owner"], collect: () => Promise.reject(new Error("no such table")) };
  const now = await databaseNow(fleet.ctx.db);
  const all = await readEvidence(fleet.ctx, now, { ...collectors, "named-owner": broken });
  expect(all.get("named-owner")).toMatchObject({ state: "unknown", gap: expect.stringContaining("could not be read") });
  expect(all.get("policy-versions")?.state).toBe("met");
});

test("owners, policies, points and the log are judged by what is stored", async () => {
  const all = await evidenceOf(fleet);
  expect(all.get("named-owner")).toMatchObject({ state: "met", total: 0 });
  expect(all.get("policy-versions")?.state).toBe("met");
  expect(all.get("kill-switch-drill")?.state).toBe("gap");
  expect(all.get("tool-call-log")?.state).toBe("gap");
  expect(all.get("checkpoint-decisions")).toMatchObject({ state: "partly", newest: null });
  expect(all.get("audit-chain-proof")).toMatchObject({ state: "partly", gap: expect.stringContaining("verified") });
  expect(all.get("siem-forwarding")?.state).toBe("gap");
  expect(all.get("incident-record")?.state).toBe("unknown");
});

test("an agent that must be isolated and was never tried is a gap, with its name", async () => {
  const org = await testOrg();
  expect((await evidenceOf(org)).get("sandbox-canary-results")?.state).toBe("unknown");
  const { id } = await registerAgent(org.ctx, { name: "Runs code", purpose: "Works", riskTier: "critical" });
  expect((await evidenceOf(org)).get("sandbox-canary-results")).toMatchObject({
    state: "gap",
    items: expect.arrayContaining([expect.objectContaining({ name: "Runs code", href: `/isolation/${id}` })]),
  });
});

test("a duty to report whose time is over is a gap, and an incident with its review shows how such things end", async () => {
  const org = await testOrg();
  const now = new Date();
  const incident = { orgId: org.orgId, title: "Payments", severity: "high", openedByName: "x" };
  const times = { openedAt: now, beganAt: now, lastFindingAt: now };
  const closed = { id: newId("incident"), number: 1, status: "closed", closedAt: now, closedByName: "x" };
  await database().incident.create({ data: { ...incident, ...times, ...closed } });
  expect((await evidenceOf(org)).get("incident-record")?.state).toBe("met");
  const clock = { regime: "other", title: "Tell the regulator", awareAt: now, startedByName: "x", startedAt: now };
  await database().incidentClock.create({
    data: {
      ...clock,
      id: newId("incidentClock"),
      orgId: org.orgId,
      incidentId: closed.id,
      dueAt: new Date(now.getTime() - 60_000),
    },
  });
  expect((await evidenceOf(org)).get("incident-record")).toMatchObject({
    state: "gap",
    items: [expect.objectContaining({ name: "Incident 1", href: `/incidents/${closed.id}` })],
  });
});

test("a policy shows a control from the publication on that puts it in force, and not while it is a draft", async () => {
  await createPolicy(fleet.ctx, {
    slug: "stop-order",
    title: "No account is closed at all",
    text: '@control("EU-AI-ACT-14")\nforbid (principal, action == Action::"bank/close_account", resource);',
  });
  expect((await getControl(fleet.ctx, { ...stop, control: "art-14-1-3" })).policies).toEqual([]);
  await publishBundle(fleet.ctx, { note: "second" });
  const control = await getControl(fleet.as("auditor"), { ...stop, control: "art-14-1-3" });
  expect(control.policies).toMatchObject([{ slug: "stop-order", version: 1 }]);
  expect(control.evidence.find(({ kind }) => kind === "policy-versions")?.state).toBe("met");
});

test("who answers for a control is kept once, shown, recorded with what was before, and taken back", async () => {
  const before = fleet.users.security.id;
  const after = fleet.users.owner.id;
  for (const ownerId of [before, before, after]) await assignControl(fleet.as("compliance"), { ...stop, ownerId });
  expect((await getControl(fleet.ctx, stop)).owner).toMatchObject({ id: after, active: true });
  const { items } = await listEntries(fleet.ctx, { action: "control.assigned" });
  expect(items.map(({ leaf }) => JSON.parse(leaf).detail)).toEqual([
    { from: before, to: after },
    { from: null, to: before },
  ]);
  expect(
    (await getFramework(fleet.ctx, { framework: "eu-ai-act" })).items.find(({ key }) => key === stop.control)?.owner
      ?.id,
  ).toBe(after);
  await assignControl(fleet.as("compliance"), { ...stop, ownerId: null });
  expect((await getControl(fleet.ctx, stop)).owner).toBeNull();
});

test("somebody who is gone is still named, as not active", async () => {
  await database().controlOwner.create({
    data: {
      orgId: fleet.orgId,
      framework: "eu-ai-act",
      control: "art-13",
      ownerId: newId("user"),
      changedByName: "x",
      changedAt: new Date(),
    },
    select: { orgId: true },
  });
  expect((await getControl(fleet.ctx, { framework: "eu-ai-act", control: "art-13" })).owner).toMatchObject({
    active: false,
  });
});

describe("a framework of one's own", () => {
  const own = {
    id: "own",
    title: "Our own",
    document: [{ id: "X 1", title: "One", requirement: "Owners are named", evidence: ["named-owner"] }],
  };

  test("is refused to who may not manage, under an id that is taken, and with anything wrong in it: nothing of it is kept", async () => {
    await expect(importFramework(fleet.as("auditor"), own)).rejects.toMatchObject({ code: "forbidden" });
    for (const id of ["packs", "eu-ai-act"])
      await expect(importFramework(fleet.ctx, { ...own, id })).rejects.toMatchObject({ code: "conflict" });
    const wrong = {
      ...own,
      document: [...own.document, { id: "X 2", title: "Two", requirement: "x", evidence: ["vibes"] }],
    };
    await expect(importFramework(fleet.ctx, wrong)).rejects.toMatchObject({ code: "invalid_input" });
    await expect(getFramework(fleet.ctx, { framework: "own" })).rejects.toMatchObject({ code: "not_found" });
    await expect(removeFramework(fleet.ctx, { framework: "eu-ai-act" })).rejects.toMatchObject({ code: "conflict" });
  });

  test("is judged like the others, belongs to its organisation alone, and is removed with its owners", async () => {
    const head = await importFramework(fleet.as("compliance"), own);
    expect(head).toMatchObject({ custom: true, controls: 1, counts: { met: 1 } });
    await expect(importFramework(fleet.ctx, own)).rejects.toMatchObject({ code: "conflict" });
    const place = { framework: "own", control: "x-1" };
    await assignControl(fleet.ctx, { ...place, ownerId: fleet.users.owner.id });
    expect((await getControl(fleet.ctx, place)).owner?.id).toBe(fleet.users.owner.id);
    await expect(getFramework(empty.ctx, { framework: "own" })).rejects.toMatchObject({ code: "not_found" });
    await removeFramework(fleet.as("compliance"), { framework: "own" });
    await expect(getFramework(fleet.ctx, { framework: "own" })).rejects.toMatchObject({ code: "not_found" });
    await importFramework(fleet.ctx, own);
    expect((await getControl(fleet.ctx, place)).owner).toBeNull();
    await removeFramework(fleet.ctx, { framework: "own" });
  });
});

test("the counts of a framework are those of its controls", async () => {
  const { counts, controls, items } = await getFramework(fleet.ctx, { framework: "eu-ai-act" });
  expect(items).toHaveLength(controls);
  expect(counts.met + counts.partly + counts.gap + counts.unknown).toBe(controls);
  for (const item of items) if (item.state !== "met") expect(item.gap).toBeTruthy();
});
