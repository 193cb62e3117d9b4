/** The dashboard of an organisation with so many agents that nobody should wait for all of them. */
import { beforeEach, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { registerAgent } from "@/lib/inventory/register-agent";
import { FRESH_MS, SLOW_MS } from "@/lib/shared/look";
import { getOverview } from "./get-overview";
import { recomputeMaturity } from "./recompute";

await testDatabase();
let org: TestOrg;
const add = (name: string) => registerAgent(org.ctx, { name, purpose: "Works" });
const run = () => database().maturityRun.findUniqueOrThrow({ where: { orgId: org.orgId } });
const say = (data: { tookMs?: number; at?: Date }) =>
  database().maturityRun.update({ where: { orgId: org.orgId }, data });
/** As if reading all facts had taken long. */
async function slowLook(): Promise<void> {
  await recomputeMaturity(org.system, -1);
  await say({ tookMs: SLOW_MS + 1 });
}
const counted = async () => (await getOverview(org.ctx, {})).agents.total;

beforeEach(async () => {
  org = await testOrg();
  await add("First");
});

describe("where all agents take long to look at", () => {
  test("the worker's last look is shown with its time, and what is quick is of now", async () => {
    await slowLook();
    await add("Second");
    await database().tool.create({
      data: {
        id: `tol_${org.orgId}`,
        orgId: org.orgId,
        server: "a",
        name: "b",
        state: "waiting",
        reversibility: "irreversible",
      },
    });
    const shown = await getOverview(org.ctx, {});
    expect(shown).toMatchObject({ asOf: (await run()).at.toISOString(), agents: { total: 1 }, toolsWaiting: 1 });
    await slowLook();
    expect(await counted()).toBe(2);
  });
  test("a look that is too old is not shown: all is worked out now", async () => {
    await slowLook();
    await add("Second");
    await say({ at: new Date(Date.now() - FRESH_MS - 1_000) });
    expect(await counted()).toBe(2);
  });
  test("a look that was kept earlier never passes for a later one", async () => {
    await slowLook();
    await add("Second");
    await recomputeMaturity(org.system, 3_600_000);
    await say({ tookMs: SLOW_MS + 1 });
    expect(await counted()).toBe(2);
  });
});
test("where it is quick, every reader has the figures of now", async () => {
  await recomputeMaturity(org.system, -1);
  await say({ tookMs: 1 });
  await add("Second");
  expect(await counted()).toBe(2);
});
