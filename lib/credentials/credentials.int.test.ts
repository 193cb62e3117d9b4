/** Credentials of agents: who may record them, that sharing is found and mended, and what it does to a stage and a gate. */
import { createHash, randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { systemContext } from "@/lib/db/ctx";
import { listFindings } from "@/lib/findings/list-findings";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { registerAgent } from "@/lib/inventory/register-agent";
import { listCredentials } from "./list-credentials";
import { readSharing } from "./read-sharing";
import { recordCredential } from "./record-credential";
import { revokeCredential } from "./revoke-credential";
import { rotateCredential } from "./rotate-credential";
import { watchCredentials } from "./watch-credentials";

await testDatabase();
let org: TestOrg;
let other: TestOrg;
beforeAll(async () => {
  [org, other] = [await testOrg(), await testOrg()];
});

const print = (secret: string = randomUUID()) => `sha256:${createHash("sha256").update(secret).digest("hex")}`;
const facts = { kind: "api_key", name: "Billing key", system: "Stripe" } as const;
const newAgent = (name: string, more: object = {}) =>
  registerAgent(org.ctx, { name: `${name} ${randomUUID()}`, purpose: "Pays", ...more });
const record = async (id: string, more: object = {}, ctx = org.ctx) =>
  recordCredential(ctx, { id, ...facts, fingerprint: print(), ...more });
const findings = async (kind: "credential.shared" | "credential.overdue", subjectId: string) =>
  (await listFindings(org.ctx, { kind, subjectId })).items;

describe("refused", () => {
  test("to whoever neither owns the agent nor operates, which is remembered; and of another organisation", async () => {
    const { id } = await newAgent("Somebody else's");
    await expect(record(id, {}, org.as("owner"))).rejects.toThrow(/own or back up/);
    const refused = { orgId: org.orgId, action: "access.refused", targetId: id };
    expect(await database().auditEntry.count({ where: refused })).toBe(1);
    await expect(record(id, {}, org.as("auditor"))).rejects.toThrow(/permission/);
    await expect(record(id, {}, other.ctx)).rejects.toThrow(/no such agent/);
    const held = await record(id);
    await expect(revokeCredential(other.ctx, { id: held.id, proof: "x" })).rejects.toThrow(/no such credential/);
  });

  test("without sense: the fingerprint of nothing, one in the clear, an end that is past, the same one twice", async () => {
    const { id } = await newAgent("Careless");
    await expect(record(id, { fingerprint: print("") })).rejects.toThrow(/fingerprint of nothing/);
    await expect(record(id, { fingerprint: "sk_live_secret" })).rejects.toThrow();
    await expect(record(id, { expiresAt: "2020-01-01T00:00:00.000Z" })).rejects.toThrow(/expired already/);
    const { fingerprint } = await record(id);
    await expect(record(id, { fingerprint })).rejects.toThrow(/already, as Billing key/);
  });

  test("to end what has ended, to rotate to the same one, and to say nothing of how it is known", async () => {
    const { id } = await newAgent("Ended");
    const held = await record(id);
    await expect(rotateCredential(org.ctx, { id: held.id, fingerprint: held.fingerprint, proof: "x" })).rejects.toThrow(
      /the old one/,
    );
    await expect(revokeCredential(org.ctx, { id: held.id, proof: " " })).rejects.toThrow();
    await revokeCredential(org.ctx, { id: held.id, proof: "ticket 7" });
    await expect(revokeCredential(org.ctx, { id: held.id, proof: "again" })).rejects.toThrow(/ended already/);
  });

  test("by the database, to delete a record", async () => {
    const { id } = await newAgent("Kept");
    const held = await record(id);
    await expect(database().agentCredential.delete({ where: { id: held.id } })).rejects.toThrow();
  });
});

test("one that two agents hold is a finding on both and fails the gate, until one has its own", async () => {
  const [a, b] = [await newAgent("A"), await newAgent("B")];
  const fingerprint = print();
  const first = await record(a.id, { fingerprint });
  expect(first).toMatchObject({ state: "held", sharing: 0 });
  const second = await record(b.id, { fingerprint });
  expect(second).toMatchObject({ state: "shared", sharing: 1, sharedWith: [{ id: a.id, name: a.name }] });
  for (const agent of [a, b])
    expect(await findings("credential.shared", agent.id)).toMatchObject([{ status: "open", severity: "high" }]);
  const sharing = async () => (await readSharing(org.ctx, new Date())).shared.map(({ id }) => id).sort();
  expect(await sharing()).toEqual([first.id, second.id].sort());
  expect((await listCredentials(org.ctx, { state: "shared" })).items).toHaveLength(2);

  const next = await rotateCredential(org.ctx, { id: second.id, fingerprint: print(), proof: "refused at 10:02" });
  expect(next).toMatchObject({ state: "held", replacesId: second.id, name: facts.name });
  for (const agent of [a, b])
    expect(await findings("credential.shared", agent.id)).toMatchObject([{ status: "resolved" }]);
  expect(await sharing()).toEqual([]);
  const all = (await listCredentials(org.ctx, { agentId: b.id, ended: "with" })).items;
  expect(all.map(({ state }) => state)).toEqual(["held", "ended"]);
  expect(all[1]?.ended).toMatchObject({ how: "rotated", proof: "refused at 10:02" });
});

test("an owner records and ends what their own agent holds", async () => {
  const agent = await newAgent("Owned", { ownerId: org.users.owner.id });
  const held = await record(agent.id, {}, org.as("owner"));
  expect(held.yours).toBe(true);
  const ended = await revokeCredential(org.as("owner"), { id: held.id, proof: "ticket 8" });
  expect(ended).toMatchObject({ state: "ended", ended: { how: "revoked", proof: "ticket 8" } });
});

test("what has expired or is to be rotated is found by the worker, and cleared once it is", async () => {
  const agent = await newAgent("Late");
  const [expiring, old] = [
    await record(agent.id, { name: "Expires", expiresAt: new Date(Date.now() + 60_000).toISOString() }),
    await record(agent.id, { name: "Old", rotateDays: 30 }),
  ];
  const system = systemContext(org.orgId, "test");
  expect(await watchCredentials(system)).toBe(0);
  const past = new Date(Date.now() - 40 * 86_400_000);
  await database().agentCredential.update({ where: { id: expiring.id }, data: { expiresAt: past } });
  await database().agentCredential.update({ where: { id: old.id }, data: { recordedAt: past } });
  for (let again = 0; again < 2; again++) expect(await watchCredentials(system)).toBe(2);
  const states = (await listCredentials(org.ctx, { agentId: agent.id })).items.map(({ name, state }) => [name, state]);
  expect(new Map(states as [string, string][])).toEqual(
    new Map([
      ["Expires", "expired"],
      ["Old", "due"],
    ]),
  );
  expect((await findings("credential.overdue", agent.id)).map(({ status }) => status)).toEqual(["open", "open"]);
  for (const { id } of [expiring, old]) await revokeCredential(org.ctx, { id, proof: "gone" });
  expect(await watchCredentials(system)).toBe(0);
  expect((await findings("credential.overdue", agent.id)).map(({ status }) => status)).toEqual([
    "resolved",
    "resolved",
  ]);
});

test("a retired agent shares nothing any more, and pages follow each other", async () => {
  const [a, b] = [await newAgent("Stays"), await newAgent("Goes")];
  const fingerprint = print();
  await record(a.id, { fingerprint });
  await record(b.id, { fingerprint });
  await database().agent.update({ where: { id: b.id }, data: { status: "retired" } });
  expect((await listCredentials(org.ctx, { agentId: a.id })).items).toMatchObject([{ state: "held" }]);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listCredentials(org.ctx, { limit: 2, cursor, ended: "with" });
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toHaveLength(await database().agentCredential.count({ where: { orgId: org.orgId } }));
});

test("whoever is limited to a team sees only its agents' credentials, and of sharers elsewhere only that there are some", async () => {
  const [mine, theirs] = [await newAgent("Mine", { team: "Alpha" }), await newAgent("Theirs", { team: "Beta" })];
  const fingerprint = print();
  await record(mine.id, { fingerprint });
  const hidden = await record(theirs.id, { fingerprint });
  const actor = { ...org.as("security").actor, unit: ["Alpha"] };
  const limited = { ...org.as("security"), actor } as typeof org.ctx;
  const { items } = await listCredentials(limited, {});
  expect(items.map(({ agent }) => agent.id)).toEqual([mine.id]);
  expect(items[0]).toMatchObject({ state: "shared", sharing: 1, sharedWith: [] });
  await expect(revokeCredential(limited, { id: hidden.id, proof: "x" })).rejects.toThrow(/no such credential/);
});
