/**
 * The whole life of a rule: written in the form, tested, replayed, confirmed by somebody else, brought to a canary ring, rolled
 * back by itself when what it does there crosses a threshold, mended, published to all, and taken back. The points are real
 * proxies before the real file server.
 */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import type { Page } from "@playwright/test";
import { listCallsOp } from "@/lib/activity/contract";
import { invitePointOp, listPointsOp } from "@/lib/enforcement/contract";
import { editPolicyOp, listBundlesOp, listPoliciesOp } from "@/lib/policy/contract";
import { deletePolicyTestOp, listPolicyTestsOp } from "@/lib/policy/test-contract";
import { getRingsOp, saveRingsOp } from "@/lib/rollouts/contract";
import { expectReadable } from "./support/accessibility";
import {
  adminState,
  api,
  approveTools,
  connectThroughProxy,
  expect,
  type FilesAgent,
  filesAgent,
  publishFilePolicies,
  test,
} from "./support/journey";
import { agreed, secondPerson } from "./support/second-person";

test.describe.configure({ mode: "serial" });
test.use({ storageState: adminState });

const title = "Drafts are not read";
const reason = "Drafts are in the folder of open files now";
const nobody = { points: [], environments: [], teams: [], percent: 0 };
let agent: FilesAgent;
let canary: Client;
let rest: Client;

test.beforeAll(async () => {
  await secondPerson();
  agent = await filesAgent("Rings agent");
  for (const [folder, text] of [
    [".", "notes"],
    ["drafts", "a draft"],
  ] as const) {
    mkdirSync(path.join(agent.folder, "open", folder), { recursive: true });
    writeFileSync(path.join(agent.folder, "open", folder, "plan.txt"), text);
  }
  canary = await connectThroughProxy(agent);
  await approveTools(agent.server);
  await publishFilePolicies(agent);
  const call = api();
  const [point] = (await call(listPointsOp, {})).items.filter(({ name }) => name === "Rings agent proxy");
  const { token } = await call(invitePointOp, {
    name: "Rings agent, other",
    kind: "mcp-proxy",
    agents: [agent.agentId],
  });
  rest = await connectThroughProxy({
    ...agent,
    token,
    stateDir: mkdtempSync(path.join(tmpdir(), "gatehouse-e2e-point-")),
  });
  await call(saveRingsOp, {
    version: (await call(getRingsOp, {})).version,
    rings: [
      { name: "Canary", members: { ...nobody, points: [point?.id ?? ""] } },
      { name: "Everyone", members: nobody },
    ],
  });
});
test.afterAll(async () => {
  await canary.close();
  await rest.close();
});

/** What a real proxy answers to reading a file of the open folder. */
async function read(client: Client, file = "plan.txt"): Promise<string> {
  const args = { path: path.join(agent.folder, "open", file) };
  const answer = await client
    .callTool({ name: "read_text_file", arguments: args }, undefined, { timeout: 30_000 })
    .catch((error: unknown) => ({ content: [{ text: String(error) }] }));
  return JSON.stringify(answer.content);
}
const policy = async (slug: string) => {
  const found = (await api()(listPoliciesOp, {})).items.find((one) => one.slug === slug || one.title === slug);
  if (!found) throw new Error(`${slug} is missing`);
  return found;
};
async function confirm(page: Page): Promise<void> {
  const sam = await secondPerson();
  await sam.goto(page.url());
  await expect(sam.getByText(reason)).toBeVisible();
  await sam.getByRole("button", { name: "Confirm with passkey" }).click();
  await expect(sam.getByText("Confirmed", { exact: true }).first()).toBeVisible();
}

test("a rule of the form is tested, and replayed over what agents really called", async ({ page }) => {
  // The worker takes replays up beside its other work, at its own pace.
  test.slow();
  for (const client of [canary, rest, canary]) expect(await read(client)).toContain("notes");
  const calls = async () => (await api()(listCallsOp, { agentId: agent.agentId })).items.length;
  await expect.poll(calls).toBe(3);

  await page.goto("/policies/new");
  await page.getByLabel(/^Title/).fill(title);
  await page.getByText("Fill in a form").click();
  await page.getByLabel("Tools", { exact: true }).selectOption(`${agent.server}/read_text_file`);
  await page.getByLabel("Argument", { exact: true }).selectOption("path");
  await page.getByLabel("Is", { exact: true }).selectOption("fits");
  await page.getByLabel("Value", { exact: true }).fill("*/open/*");
  await page.getByRole("button", { name: "Add the limit" }).click();
  await page.getByRole("button", { name: "Keep as version 1" }).click();
  await page.waitForURL(/\/policies\/pol_/);

  await page.goto("/policies/tests");
  await page.getByRole("button", { name: "New test" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(title);
  await dialog.getByLabel("Who calls").selectOption({ label: agent.name });
  await dialog.getByLabel("Tool").selectOption(`${agent.server}/read_text_file`);
  await dialog.getByLabel("Arguments").fill('{"path": "/x/open/drafts/plan.txt"}');
  await dialog.getByLabel("Must be").selectOption("deny");
  await dialog.getByRole("button", { name: "Keep the test" }).click();
  await page.getByRole("button", { name: "Run the tests" }).click();
  await expect(page.getByText("Passes", { exact: true }).first()).toBeVisible();

  await page.goto("/policies/replay");
  await page.getByRole("button", { name: "Replay the draft" }).click();
  await page.waitForURL(/\/policies\/replay\/rpl_/);
  const denied = page.getByRole("listitem").filter({ hasText: "Newly denied" });
  await expect(denied.getByText(/^3 calls/)).toBeVisible({ timeout: 60_000 });
  await expect(denied.getByText(agent.name).first()).toBeVisible();
});

test("the second person lets it go to the canary ring, where it crosses a threshold and is rolled back by itself", async ({
  page,
}, info) => {
  const secrets = await policy(`${agent.server}-secrets`);
  await api()(editPolicyOp, { id: secrets.id, version: secrets.current.version, status: "disabled" });
  await page.goto("/policies/publish");
  await page.getByText("Ring by ring", { exact: true }).click();
  await page.getByLabel("Calls that a ring must make").fill("3");
  await page.getByLabel(/^Reason/).fill(reason);
  await page.getByRole("button", { name: "Ask a second person" }).click();
  await page.waitForURL(/\/policies\/changes\/chg_/);
  await confirm(page);

  await page.goto("/policies/rollouts");
  await page.getByRole("table", { name: "Roll-outs" }).getByRole("link").first().click();
  await expect(page.getByText("Under way", { exact: true })).toBeVisible();
  await expect(page.getByText("1 of 1").first()).toBeVisible();
  await expectReadable(page, info, "running");
  for (const _ of [1, 2, 3]) expect(await read(canary)).not.toContain("notes");
  expect(await read(rest)).toContain("notes");

  await expect(page.getByText("Rolled back", { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(
    page.getByText(/In “Canary”, 3 of 3 calls \(100 %\) are newly denied; 5 % may be/).first(),
  ).toBeVisible();
  await expectReadable(page, info, "rolled-back");
  await expect.poll(() => read(canary)).toContain("notes");
});

test("mended, it is published to all, and taken back again", async ({ page }) => {
  const secrets = await policy(`${agent.server}-secrets`);
  await api()(editPolicyOp, { id: secrets.id, version: secrets.current.version, status: "active" });
  const { id, current } = await policy(title);
  const text = current.text.replace("*/open/*", "*/open/drafts/*");
  await api()(editPolicyOp, { id, version: current.version, text });
  await page.goto("/policies/publish");
  await page.getByRole("button", { name: "Publish 1 change" }).click();
  await expect(page.getByText(/is signed and sent out/)).toBeVisible();
  for (const client of [canary, rest]) {
    await expect.poll(() => read(client, "drafts/plan.txt")).not.toContain("a draft");
    expect(await read(client)).toContain("notes");
  }

  const { items } = await api()(listPolicyTestsOp, {});
  for (const one of items.filter(({ name }) => name === title)) await agreed(deletePolicyTestOp, { id: one.id });
  const published = (await api()(listBundlesOp, {})).items.filter(
    ({ cause, rollOutId }) => cause === "published" && rollOutId === null,
  );
  await page.goto(`/policies/revisions?open=${published[1]?.revision}`);
  await page.getByRole("button", { name: "Put these policies in force again" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Go back" }).click();
  await page.getByLabel(/^Reason/).fill(reason);
  await page.getByRole("button", { name: "Ask a second person" }).click();
  await page.waitForURL(/\/policies\/changes\/chg_/);
  await confirm(page);
  for (const client of [canary, rest]) await expect.poll(() => read(client, "drafts/plan.txt")).toContain("a draft");
});
