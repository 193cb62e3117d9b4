/** Two owners, each on a phone with a passkey of their own, agree to one held call; it proceeds exactly once. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { listCallsOp } from "@/lib/activity/contract";
import { listCheckpointsOp } from "@/lib/checkpoints/contract";
import { getReceiptOp } from "@/lib/checkpoints/receipt-contract";
import { listPeopleOp } from "@/lib/identity/contract";
import { editAgentOp, getAgentOp } from "@/lib/inventory/contract";
import {
  adminPerson,
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
import { agreed, invitation } from "./support/second-person";
import { pageWithPasskeys } from "./support/virtual-passkeys";

test.describe.configure({ mode: "serial" });
const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
const second = { name: "Bea Backup", email: "bea@example.test", password: "another battery staple horse" };

let agent: FilesAgent;
let client: Client;
let ada: Page;
let bea: Page;
const contexts: BrowserContext[] = [];

async function open(browser: Browser, storageState?: string): Promise<Page> {
  const context = await browser.newContext({ ...phone, baseURL: process.env.APP_URL, storageState });
  contexts.push(context);
  return pageWithPasskeys(context);
}

test.beforeAll(async ({ browser }) => {
  agent = await filesAgent("Passkey agent");
  client = await connectThroughProxy(agent);
  await approveTools(agent.server);
  ada = await open(browser, adminState);
  bea = await open(browser);
});
test.afterAll(async () => {
  await client.close();
  for (const context of contexts) await context.close();
});

async function addPasskey(page: Page, name: string, password: string): Promise<void> {
  await page.goto("/settings/passkeys");
  await page.getByRole("button", { name: "Add a passkey" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Your password").fill("not the password at all");
  await dialog.getByRole("button", { name: "Go on" }).click();
  await expect(dialog.getByText(/password is not right/)).toBeVisible();
  await dialog.getByLabel("Your password").fill(password);
  await dialog.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByRole("cell", { name }).or(page.getByText(name)).first()).toBeVisible();
  await expect(dialog).toHaveCount(0);
}

test("each adds a passkey, and only with their password", async () => {
  await bea.goto(await invitation({ email: second.email, name: second.name, roles: ["owner"] }));
  await bea
    .getByLabel(/password/i)
    .first()
    .fill(second.password);
  await bea.getByRole("button", { name: "Accept and sign in" }).click();
  await bea.waitForURL((url) => !url.pathname.startsWith("/join"));
  await addPasskey(ada, "Ada's phone", adminPerson.password);
  await addPasskey(bea, "Bea's phone", second.password);
});

test("the call is held until both have signed it on their phones, and runs once", async () => {
  const call = api();
  const { items: people } = await call(listPeopleOp, {});
  const idOf = (email: string) => people.find((person) => person.email === email)?.id;
  const { version } = await call(getAgentOp, { id: agent.agentId });
  const owners = { ownerId: idOf(adminPerson.email), backupOwnerId: idOf(second.email) };
  await agreed(editAgentOp, { id: agent.agentId, version, ...owners });
  await publishFilePolicies(agent, {
    slug: "journey-two-owners",
    title: "Both owners agree",
    stages: [
      { title: "the owner", need: 1, from: [{ kind: "owner" }] },
      { title: "the backup owner", need: 1, from: [{ kind: "backup" }] },
    ],
    stepUp: true,
  });
  const file = path.join(agent.folder, "payments", "both.txt");
  const args = { path: file, content: "pay 700 to ACME" };
  const held = client.callTool({ name: "write_file", arguments: args }, undefined, { timeout: 60_000 });
  const request = async () => (await call(listCheckpointsOp, { box: "all", agentId: agent.agentId })).items[0];
  await expect.poll(async () => (await request())?.status).toBe("pending");
  const id = (await request())?.id ?? "";

  for (const page of [ada, bea]) {
    expect(existsSync(file)).toBe(false);
    await page.goto(`/checkpoints/${id}`);
    await expect(page.getByText("pay 700 to ACME").first()).toBeVisible();
    await page.getByRole("button", { name: "Approve with passkey" }).click();
    await expect(page.getByText("signed with a passkey").first()).toBeVisible();
  }
  await held;
  expect(readFileSync(file, "utf8")).toBe("pay 700 to ACME");
  await expect.poll(async () => (await request())?.status).toBe("redeemed");
  const receipt = await call(getReceiptOp, { id });
  expect(receipt.votes.map(({ name, stepUp }) => [name, stepUp?.passkeyName])).toEqual([
    [adminPerson.name, "Ada's phone"],
    [second.name, "Bea's phone"],
  ]);
  const written = async () =>
    (await call(listCallsOp, { agentId: agent.agentId, tool: `${agent.server}/write_file` })).items.filter(
      ({ outcome }) => outcome === "succeeded",
    ).length;
  await expect.poll(written).toBe(1);
});
