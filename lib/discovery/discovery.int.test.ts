/** What may be an agent: who may say so and decide, that deciding lets nothing through, and that what is gone is noticed. */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { recordCredential } from "@/lib/credentials/record-credential";
import { database } from "@/lib/db/client";
import { contextFor, systemContext } from "@/lib/db/ctx";
import { listFindings } from "@/lib/findings/list-findings";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { getAgent } from "@/lib/inventory/get-agent";
import { listAgents } from "@/lib/inventory/list-agents";
import { registerAgent } from "@/lib/inventory/register-agent";
import { newId } from "@/lib/shared/ids";
import type { Found, ScanReport } from "@/sdk/wire/discovery";
import { confirmSighting } from "./confirm-sighting";
import { decideSightings } from "./decide-sightings";
import { getSighting } from "./get-sighting";
import { listSightings } from "./list-sightings";
import { mergeSighting } from "./merge-sighting";
import { rejectSighting } from "./reject-sighting";
import { reportScan } from "./report-scan";
import { watchSightings } from "./watch-sightings";

await testDatabase();
let org: TestOrg;
let other: TestOrg;
beforeAll(async () => {
  [org, other] = [await testOrg(), await testOrg()];
});

const place = { file: "package.json", line: 3 };
const found = (name: string, more: Partial<Found> = {}): Found => ({
  key: `project:${name}`,
  kind: "project",
  name,
  path: name,
  frameworks: [
    { id: "langgraph", name: "LangGraph", kind: "framework", version: "1.15.0", how: "declared", places: [place] },
  ],
  variables: [],
  servers: [],
  secrets: [],
  card: null,
  ...more,
});
const report = (repository: string, all: Found[], complete = true): ScanReport => ({
  format: 1,
  repository,
  commit: null,
  complete,
  found: all,
});
const repository = () => `git.example.test/acme/${randomUUID()}`;
/** One that waits, by its id. */
async function waiting(
  name = `agent ${randomUUID()}`,
  more: Partial<Found> = {},
  where = repository(),
): Promise<string> {
  const { items } = await reportScan(org.ctx, report(where, [found(name, more)]));
  return items[0]?.id ?? "";
}
const newAgent = (name: string, more: object = {}) =>
  registerAgent(org.ctx, { name: `${name} ${randomUUID()}`, purpose: "Pays", ...more });
const facts = () => ({ name: `Confirmed ${randomUUID()}`, purpose: "Settles claims", ownerId: org.users.owner.id });
const stateOf = async (id: string) => (await getSighting(org.ctx, { id })).state;
const print = `sha256:${"7".repeat(64)}`;

describe("refused", () => {
  test("to report with a role that may not, and to decide with one that only reports", async () => {
    await expect(reportScan(org.as("auditor"), report("x", []))).rejects.toThrow(/discovery:report/);
    const id = await waiting();
    const key = contextFor({ kind: "apiKey", id: newId("apiKey"), name: "CI", roles: ["reporter"] }, org.orgId);
    await expect(reportScan(key, report(repository(), [found("by a program")]))).resolves.toMatchObject({ isNew: 1 });
    await expect(rejectSighting(key, { id, reason: "x", days: 1 })).rejects.toThrow(/discovery:review/);
    await expect(confirmSighting(key, { id, ...facts() })).rejects.toThrow(/agent:register/);
    await expect(
      mergeSighting(org.as("owner"), { id, agentId: (await newAgent("A")).id, reason: "x" }),
    ).rejects.toThrow(/discovery:review/);
  });

  test("another organisation's as if there were none", async () => {
    const id = await waiting();
    await expect(getSighting(other.ctx, { id })).rejects.toThrow(/no such sighting/);
    await expect(confirmSighting(other.ctx, { id, ...facts() })).rejects.toThrow(/no such sighting/);
    await expect(rejectSighting(other.ctx, { id, reason: "x", days: 1 })).rejects.toThrow(/no such sighting/);
    const theirs = await registerAgent(other.ctx, { name: "Theirs", purpose: "x" });
    await expect(mergeSighting(org.ctx, { id, agentId: theirs.id, reason: "x" })).rejects.toThrow(/no such agent/);
  });

  test("an owner who names somebody else, and a confirmation without an owner", async () => {
    const id = await waiting();
    await expect(confirmSighting(org.as("owner"), { id, ...facts(), ownerId: org.users.security.id })).rejects.toThrow(
      /only agents that you own/,
    );
    const { ownerId: _, ...unowned } = facts();
    await expect(confirmSighting(org.ctx, { id, ...unowned } as never)).rejects.toThrow(/ownerId/);
    expect(await stateOf(id)).toBe("waiting");
  });

  test("people of a unit see what is an agent of theirs, and nothing that waits", async () => {
    const unit = { ...org.as("security"), actor: { ...org.as("security").actor, unit: ["Claims"] } } as typeof org.ctx;
    const id = await waiting();
    expect((await listSightings(unit, {})).items).toEqual([]);
    await expect(getSighting(unit, { id })).rejects.toThrow(/no such sighting/);
    await confirmSighting(org.ctx, { id, ...facts(), team: "Claims" });
    expect((await listSightings(unit, { state: "confirmed" })).items.map((one) => one.id)).toEqual([id]);
  });

  test("a merge into what is retired, itself only seen, or decided already", async () => {
    const id = await waiting();
    const { id: agentId } = await newAgent("Retired");
    await database().agent.update({ where: { id: agentId }, data: { status: "retired" } });
    await expect(mergeSighting(org.ctx, { id, agentId, reason: "x" })).rejects.toThrow(/is retired/);
    await confirmSighting(org.ctx, { id, ...facts() });
    await expect(rejectSighting(org.ctx, { id, reason: "x", days: 1 })).rejects.toThrow(/was confirmed already/);
  });

  test("more than may wait, whole", async () => {
    const many = await testOrg();
    const rows = Array.from({ length: 2000 }, (_, at) => found(`agent ${at}`));
    for (let at = 0; at < 2000; at += 500) await reportScan(many.ctx, report(`r${at}`, rows.slice(at, at + 500)));
    await expect(reportScan(many.ctx, report("one more", [found("too many")]))).rejects.toThrow(/no more are taken/);
    await expect(reportScan(many.ctx, report("r0", rows.slice(0, 500)))).resolves.toMatchObject({ isNew: 0, gone: 0 });
  });
});

describe("a scan", () => {
  test("that is reported again changes nothing but when it was seen, and is no second entry", async () => {
    const where = repository();
    const entries = () =>
      database().auditEntry.count({ where: { orgId: org.orgId, action: "discovery.scanned", targetName: where } });
    const first = await reportScan(org.ctx, report(where, [found("a"), found("b")]));
    expect(first).toMatchObject({ isNew: 2, gone: 0, items: [{ state: "waiting" }, { state: "waiting" }] });
    const again = await reportScan(org.ctx, report(where, [found("a"), found("b")]));
    expect(again).toMatchObject({ isNew: 0, gone: 0 });
    expect(again.items).toEqual(first.items);
    expect(await entries()).toBe(1);
    const { items } = await listSightings(org.ctx, { q: where });
    expect(items).toMatchObject([{ seen: 2, vanished: null }, { seen: 2 }]);
  });

  test("that no longer has something marks it as gone, unless a bound was reached; a later one brings it back", async () => {
    const where = repository();
    await reportScan(org.ctx, report(where, [found("kept"), found("gone")]));
    expect(await reportScan(org.ctx, report(where, [found("kept")], false))).toMatchObject({ gone: 0 });
    expect(await reportScan(org.ctx, report(where, [found("kept")]))).toMatchObject({ gone: 1 });
    expect(await reportScan(org.ctx, report(repository(), []))).toMatchObject({ gone: 0 });
    const { items } = await listSightings(org.ctx, { q: where, vanished: "yes" });
    expect(items).toMatchObject([{ name: "gone" }]);
    expect(items[0]?.vanished).toMatch(/last whole scan of .* no longer has it/);
    await reportScan(org.ctx, report(where, [found("kept"), found("gone")]));
    expect((await listSightings(org.ctx, { q: where, vanished: "yes" })).items).toEqual([]);
  });
});

describe("confirmed", () => {
  test("it is a registered agent that says how it came to be known", async () => {
    const id = await waiting("claims bot");
    const before = await getSighting(org.ctx, { id });
    expect(before).toMatchObject({ suggested: { name: "claims bot", provider: "langchain", framework: "LangGraph" } });
    const { agent, decided } = await confirmSighting(org.ctx, { id, ...facts() });
    expect(decided).toMatchObject({ byName: org.users.admin.name });
    expect(await getAgent(org.ctx, { id: agent?.id ?? "" })).toMatchObject({
      status: "active",
      knownBy: "scan",
      owner: { id: org.users.owner.id },
    });
    const listed = await listAgents(org.ctx, { knownBy: "scan" });
    expect(listed.items.map((one) => one.id)).toContain(agent?.id);
    const actions = await database().auditEntry.findMany({
      where: { orgId: org.orgId, targetId: { in: [id, agent?.id ?? ""] } },
    });
    expect(actions.map(({ action }) => action).sort()).toEqual(["agent.registered", "sighting.confirmed"]);
  });
});

describe("merged", () => {
  test("it is recognised by name, by a secret on record, and by what was decided in its repository, each with why", async () => {
    const where = repository();
    const agent = await newAgent("Ledger");
    await recordCredential(org.ctx, {
      id: agent.id,
      kind: "api_key",
      name: "Bank key",
      system: "Bank",
      fingerprint: print,
    });
    const secrets = [{ what: "OpenAI key", fingerprint: print, place }];
    const id = await waiting(agent.name.toUpperCase().replaceAll(" ", "_"), { secrets }, where);
    const { matches } = await getSighting(org.ctx, { id });
    expect(matches[0]).toMatchObject({ agent: { id: agent.id } });
    expect(matches[0]?.why).toEqual([
      "It goes by the same name.",
      "A secret that stands in it is on record as the agent's credential Bank key.",
    ]);
    await mergeSighting(org.ctx, { id, agentId: agent.id, reason: "The same code" });
    const next = await waiting("another part", {}, where);
    expect((await getSighting(org.ctx, { id: next })).matches).toMatchObject([
      { agent: { id: agent.id }, why: [`Something else in ${where} is this agent.`] },
    ]);
    expect(
      (await reportScan(org.ctx, report(where, [found(agent.name.toUpperCase().replaceAll(" ", "_"))]))).items,
    ).toMatchObject([{ id, state: "merged" }]);
  });
});

describe("rejected", () => {
  test("it stays so while it only stands there, and waits again after the end", async () => {
    const where = repository();
    const id = await waiting("sample", {}, where);
    await rejectSighting(org.ctx, { id, reason: "A sample of the framework", days: 30 });
    await reportScan(org.ctx, report(where, [found("sample")]));
    expect(await stateOf(id)).toBe("rejected");
    await database().sighting.update({ where: { id }, data: { rejectedUntil: new Date(Date.now() - 1000) } });
    expect(await reportScan(org.ctx, report(where, [found("sample")]))).toMatchObject({
      items: [{ state: "waiting" }],
    });
    const returned = { orgId: org.orgId, targetId: id, action: "sighting.returned" };
    expect(await database().auditEntry.count({ where: returned })).toBe(1);
  });
});

test("several are decided each for itself, and the answer says what became of each", async () => {
  const [one, two, done] = [await waiting(), await waiting(), await waiting()];
  await rejectSighting(org.ctx, { id: done, reason: "x", days: 1 });
  const { results } = await decideSightings(org.ctx, {
    ids: [one, two, done],
    decision: { act: "reject", reason: "Samples", days: 90 },
  });
  expect(results.map(({ id, outcome }) => [id, outcome])).toEqual([
    [one, "done"],
    [two, "done"],
    [done, "refused"],
  ]);
  expect(results[2]?.why).toMatch(/was rejected already/);
  const confirmed = await decideSightings(org.ctx, {
    ids: [one, await waiting()],
    decision: { act: "confirm", ownerId: org.users.owner.id },
  });
  expect(confirmed.results.map(({ outcome }) => outcome)).toEqual(["done", "done"]);
  expect(await stateOf(one)).toBe("confirmed");
});

test("an agent that its source no longer shows is a finding, until it is seen again", async () => {
  const where = repository();
  const id = await waiting("leaver", {}, where);
  const { agent } = await confirmSighting(org.ctx, { id, ...facts() });
  const findings = async (status: "open" | "resolved") =>
    (await listFindings(org.ctx, { kind: "agent.vanished", subjectId: agent?.id ?? "", status })).items;
  const watch = () => watchSightings(systemContext(org.orgId, "test"));
  await watch();
  expect(await findings("open")).toEqual([]);
  await reportScan(org.ctx, report(where, []));
  await watch();
  expect(await findings("open")).toMatchObject([{ title: expect.stringMatching(/no longer seen/), severity: "low" }]);
  await reportScan(org.ctx, report(where, [found("leaver")]));
  await watch();
  expect(await findings("open")).toEqual([]);
  expect(await findings("resolved")).toHaveLength(1);
  await database().sighting.update({ where: { id }, data: { lastSeenAt: new Date(Date.now() - 31 * 86_400_000) } });
  await watch();
  expect(await findings("open")).toMatchObject([{ title: expect.stringMatching(/was not scanned in 30 days/) }]);
});
