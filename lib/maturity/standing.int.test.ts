/** The score sheet, what to do next and who fails what: of the last look, on an organisation of its own. */
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { contextFor, nobody } from "@/lib/db/ctx";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { registerAgent } from "@/lib/inventory/register-agent";
import { getOverview } from "./get-overview";
import { getScore } from "./get-score";
import { listActions } from "./list-actions";
import { listFailing } from "./list-failing";
import { recomputeMaturity } from "./recompute";

await testDatabase();
let org: TestOrg;
const ids: string[] = [];

beforeAll(async () => {
  org = await testOrg();
  for (const name of ["A", "B", "C"])
    ids.push(
      (await registerAgent(org.ctx, { name, purpose: "Works", ownerId: name === "A" ? org.users.owner.id : null })).id,
    );
  const stopped = await registerAgent(org.ctx, { name: "D", purpose: "Works" });
  await database().agent.update({ where: { id: stopped.id }, data: { status: "killed" } });
});

test("before the first look nothing is measured, and that is said", async () => {
  expect(await getScore(org.ctx, {})).toMatchObject({ lookedAt: null, score: null, active: 0 });
  expect(await listActions(org.ctx, {})).toMatchObject({ lookedAt: null, score: null, items: [] });
});

describe("after a look", () => {
  beforeAll(async () => {
    await recomputeMaturity(org.system);
  });

  test("the sheet says the same score as the dashboard computes now, and counts every active agent", async () => {
    const sheet = await getScore(org.as("executive"), {});
    expect(sheet).toMatchObject({ active: 3, stopped: 1, lookedAt: expect.any(String) });
    expect(sheet.score).toBe((await getOverview(org.ctx, {})).score);
    expect(sheet.requirements.find(({ id }) => id === "owner")).toMatchObject({ met: 1, unmet: 2, unmeasured: 0 });
    expect(sheet.formula.length).toBeGreaterThan(3);
  });

  test("an action's effect is what really happens to the score when it is done", async () => {
    const before = await listActions(org.ctx, {});
    const owner = before.items.find(({ requirement }) => requirement === "owner");
    expect(owner).toMatchObject({ agents: 2, gaining: 2, href: "/maturity/failing?requirement=owner" });
    await database().agent.updateMany({ where: { id: { in: ids } }, data: { ownerId: org.users.owner.id } });
    await recomputeMaturity(org.system);
    const { score, items } = await listActions(org.ctx, {});
    expect((score ?? 0) - (before.score ?? 0)).toBeCloseTo(owner?.effect ?? -1, 6);
    expect(items.map(({ requirement }) => requirement)).not.toContain("owner");
    await database().agent.updateMany({ where: { id: { in: ids.slice(1) } }, data: { ownerId: null } });
    await recomputeMaturity(org.system);
  });

  test("the list behind a count names its agents with the reason and the mend, page by page", async () => {
    const first = await listFailing(org.ctx, { requirement: "owner", limit: 1 });
    const rest = await listFailing(org.ctx, { requirement: "owner", limit: 1, cursor: first.nextCursor ?? undefined });
    expect([first.total, rest.nextCursor]).toEqual([2, null]);
    expect([...first.items, ...rest.items].map(({ agentName }) => agentName).sort()).toEqual(["B", "C"]);
    expect(first.items[0]?.requirement).toMatchObject({ state: "unmet", why: "No owner is named." });
    expect(first.items[0]?.requirement.href).toMatch(/\/edit$/);
  });

  test("whoever has been mended since the look is not shown as failing", async () => {
    await database().agent.update({ where: { id: ids[1] }, data: { ownerId: org.users.owner.id } });
    const { items } = await listFailing(org.ctx, { requirement: "owner" });
    expect(items.map(({ agentName }) => agentName)).toEqual(["C"]);
  });
});

describe("refuses", () => {
  test("strangers", async () => {
    const stranger = contextFor(nobody, "");
    for (const ask of [
      getScore(stranger, {}),
      listActions(stranger, {}),
      listFailing(stranger, { requirement: "owner" }),
    ])
      await expect(ask).rejects.toMatchObject({ code: "unauthenticated" });
  });
  test("a requirement that there is not, and a cursor that is no agent's id", async () => {
    await expect(listFailing(org.ctx, { requirement: "nothing" })).rejects.toMatchObject({ code: "not_found" });
    const cursor = "x\u0000";
    await expect(listFailing(org.ctx, { requirement: "owner", cursor })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });
  test("to count another organisation's agents", async () => {
    const other = await testOrg();
    await recomputeMaturity(other.system);
    expect(await getScore(other.ctx, {})).toMatchObject({ active: 0, score: null });
    expect((await listFailing(other.ctx, { requirement: "owner" })).items).toEqual([]);
  });
});
