/** Evidence of an organisation where reading it takes longer than somebody who opens a framework should wait. */
import { beforeEach, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { registerAgent } from "@/lib/inventory/register-agent";
import { FRESH_MS, SLOW_MS } from "@/lib/shared/look";
import { watchEvidence } from "./evidence-look";
import { getControl } from "./get-control";
import { getFramework } from "./get-framework";
import { listFrameworks } from "./list-frameworks";

await testDatabase();
let org: TestOrg;
const say = (data: { tookMs?: number; at?: Date }) =>
  database().evidenceLook.update({ where: { orgId: org.orgId }, data });
const look = () => database().evidenceLook.findUniqueOrThrow({ where: { orgId: org.orgId } });
const stop = { framework: "eu-ai-act", control: "art-14-4-e" };
/** Whether there is an agent at all is told by evidence of the inventory. */
const addAgent = () => registerAgent(org.ctx, { name: "First", purpose: "Works" });
async function inventory(): Promise<string | undefined> {
  const { items } = await getFramework(org.ctx, { framework: "eu-ai-act" });
  return items.flatMap(({ evidence }) => evidence).find(({ kind }) => kind === "agent-inventory")?.state;
}

beforeEach(async () => {
  org = await testOrg();
});

test("where it is quick, evidence is of now, and the worker looks rarely", async () => {
  await watchEvidence(org.system);
  const { at } = await look();
  await say({ tookMs: 1 });
  await addAgent();
  expect(await inventory()).not.toBe("gap");
  await watchEvidence(org.system);
  expect((await look()).at).toEqual(at);
});
test("where it is slow, every page shows the worker's last look and its time", async () => {
  await watchEvidence(org.system);
  await say({ tookMs: SLOW_MS + 1 });
  await addAgent();
  const asOf = (await look()).at.toISOString();
  expect(await inventory()).toBe("gap");
  expect((await getFramework(org.ctx, { framework: "eu-ai-act" })).asOf).toBe(asOf);
  expect((await getControl(org.ctx, stop)).asOf).toBe(asOf);
  expect((await listFrameworks(org.ctx, {})).asOf).toBe(asOf);
  await watchEvidence(org.system);
  await say({ tookMs: SLOW_MS + 1 });
  expect(await inventory()).not.toBe("gap");
});
test("a look that is too old is not shown", async () => {
  await watchEvidence(org.system);
  await say({ tookMs: SLOW_MS + 1, at: new Date(Date.now() - FRESH_MS - 1_000) });
  await addAgent();
  expect(await inventory()).not.toBe("gap");
});
