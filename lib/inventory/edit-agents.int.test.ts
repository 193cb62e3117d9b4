import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { testOrg } from "@/lib/identity/testing";
import { newId } from "@/lib/shared/ids";
import { editAgents } from "./edit-agents";
import { getAgent } from "./get-agent";
import { importAgents } from "./import-agents";
import { listAgents } from "./list-agents";
import { listTags } from "./list-tags";
import { previewEdits } from "./preview-edits";
import { previewImport } from "./preview-import";
import { registerAgent } from "./register-agent";

await testDatabase();
let org: TestFleet;
let made = 0;
beforeAll(async () => {
  org = await testFleet();
});

async function agents(count: number, more: Partial<Parameters<typeof registerAgent>[1]> = {}) {
  const made_: { id: string; version: number }[] = [];
  for (let at = 0; at < count; at++) {
    const { id, version } = await registerAgent(org.ctx, { name: `Bulk ${++made}`, purpose: "works", ...more });
    made_.push({ id, version });
  }
  return made_;
}
const at = async ([one]: { id: string }[]) => getAgent(org.ctx, { id: one?.id ?? "" });

describe("refuses", () => {
  test("an edit that says nothing, of nobody, or of too many; and those who may edit no agent", async () => {
    const [one] = await agents(1);
    const some = one ? [one] : [];
    const change = { team: "Claims" };
    await expect(editAgents(org.ctx, { agents: some, change: {} })).rejects.toMatchObject({ code: "invalid_input" });
    await expect(editAgents(org.ctx, { agents: [], change })).rejects.toMatchObject({ code: "invalid_input" });
    const many = Array.from({ length: 201 }, () => ({ id: newId("agent"), version: 1 }));
    await expect(editAgents(org.ctx, { agents: many, change })).rejects.toMatchObject({ code: "invalid_input" });
    for (const verb of [editAgents, previewEdits])
      await expect(verb(org.as("auditor"), { agents: some, change })).rejects.toMatchObject({ code: "forbidden" });
  });

  test("row by row: another organisation's, one changed meanwhile, a retired one, an owner's that is not theirs", async () => {
    const elsewhere = await testOrg();
    const theirs = await registerAgent(elsewhere.ctx, { name: "theirs", purpose: "x" });
    const [mine, stale, retired] = await agents(3);
    if (!mine || !stale || !retired) throw new Error("no agents");
    await database().agent.update({ where: { id: stale.id }, data: { version: 2 } });
    await database().agent.update({ where: { id: retired.id }, data: { status: "retired" } });
    const input = { agents: [{ id: theirs.id, version: 1 }, stale, retired, mine], change: { addTags: ["x"] } };
    const preview = await previewEdits(org.ctx, input);
    expect(preview.items.map(({ refused }) => refused !== null)).toEqual([true, true, true, false]);
    const { results } = await editAgents(org.ctx, input);
    expect(results.map(({ outcome }) => outcome)).toEqual(["refused", "refused", "refused", "done"]);
    expect((await getAgent(elsewhere.ctx, { id: theirs.id })).tags).toEqual([]);
    const asOwner = await editAgents(org.as("owner"), {
      agents: [{ ...mine, version: 2 }],
      change: { addTags: ["y"] },
    });
    expect(asOwner.results).toMatchObject([{ outcome: "refused", why: expect.stringContaining("own or back up") }]);
  });

  test("nothing of a row half: where the owner is refused, its tags stay too", async () => {
    const some = await agents(1, { backupOwnerId: org.users.owner.id });
    const change = { ownerId: org.users.owner.id, addTags: ["half"] };
    const { results } = await editAgents(org.ctx, { agents: some, change });
    expect(results).toMatchObject([{ outcome: "refused", why: expect.stringContaining("other than the owner") }]);
    expect(await at(some)).toMatchObject({ ownerId: null, tags: [], version: 1 });
  });
});

describe("an edit of several", () => {
  test("previews what differs and what weakens; applied, that waits for a second person and the rest is done", async () => {
    const low = await agents(1, { riskTier: "low" });
    const high = await agents(1, { riskTier: "critical" });
    const input = { agents: [...low, ...high], change: { riskTier: "medium" as const, addTags: ["reviewed"] } };
    const preview = await previewEdits(org.ctx, input);
    expect(preview.takesTwo).toBe(true);
    expect(preview.items[0]).toMatchObject({
      changes: [
        { field: "tags", from: "", to: "reviewed" },
        { field: "riskTier", from: "low", to: "medium" },
      ],
      weakens: [],
    });
    expect(preview.items[1]?.weakens).toHaveLength(1);
    expect((await at(low)).version).toBe(1);
    const { results } = await editAgents(org.ctx, { ...input, reason: "after the review" });
    expect(results).toMatchObject([
      { outcome: "done", changeId: null },
      { outcome: "waits", changeId: expect.stringMatching(/^chg_/) },
    ]);
    expect(await at(low)).toMatchObject({ riskTier: "medium", tags: ["reviewed"] });
    expect(await at(high)).toMatchObject({ riskTier: "critical", tags: [], version: 1 });
    const again = await editAgents(org.ctx, {
      agents: low.map(({ id }) => ({ id, version: 2 })),
      change: { riskTier: "medium" },
    });
    expect(again.results).toMatchObject([{ outcome: "same" }]);
  });

  test("without a reason leaves out what weakens, and says that a reason is wanted", async () => {
    const some = await agents(1, { riskTier: "high" });
    const { results } = await editAgents(org.ctx, { agents: some, change: { riskTier: "low" } });
    expect(results).toMatchObject([{ outcome: "refused", why: expect.stringContaining("reason") }]);
  });
});

describe("tags", () => {
  test("are kept once whatever the case, added and taken away, counted, and found", async () => {
    const some = await agents(2, { tags: ["Month End", "month end", "EU"] });
    expect((await at(some)).tags).toEqual(["Month End", "EU"]);
    await editAgents(org.ctx, { agents: some.slice(0, 1), change: { removeTags: ["eu"], addTags: ["US"] } });
    expect((await at(some)).tags).toEqual(["Month End", "US"]);
    const found = await listAgents(org.ctx, { tag: "MONTH END" });
    expect(found.items.map(({ id }) => id).sort()).toEqual(some.map(({ id }) => id).sort());
    expect((await listAgents(org.ctx, { q: "month e" })).total).toBe(2);
    expect((await listTags(org.ctx, {})).items).toContainEqual({ tag: "Month End", agents: 2 });
  });

  test("with a dividing sign or too many are refused, and go through a table and back", async () => {
    for (const tags of [["a;b"], ["a,b"], [""], Array.from({ length: 21 }, (_, n) => `t${n}`)])
      await expect(registerAgent(org.ctx, { name: "no", purpose: "x", tags })).rejects.toMatchObject({
        code: "invalid_input",
      });
    const csv = 'name,purpose,tags\nFrom a table,x,"invoices; Month End; invoices"\n';
    const { digest } = await previewImport(org.ctx, { csv });
    await importAgents(org.ctx, { csv, digest });
    const [agent] = (await listAgents(org.ctx, { tag: "invoices" })).items;
    expect(agent?.tags).toEqual(["invoices", "Month End"]);
    const same = await previewImport(org.ctx, { csv });
    expect(same.counts).toMatchObject({ same: 1, update: 0 });
  });
});
