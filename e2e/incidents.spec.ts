/** An agent is refused again and again through the real proxy: it is detected, becomes an incident, is stopped from there, and reviewed. */
import path from "node:path";
import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { listIncidentsOp } from "@/lib/incidents/contract";
import { expectReadable } from "./support/accessibility";
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
import { agreedOn, secondPerson } from "./support/second-person";

test.use({ storageState: adminState });

let agent: FilesAgent;
let client: Client;
test.beforeAll(async () => {
  agent = await filesAgent("Incident agent");
  client = await connectThroughProxy(agent);
  await approveTools(agent.server);
  await publishFilePolicies(agent);
});
test.afterAll(() => client.close());

test("denied calls become a detection's finding and an incident, which is contained, and closed with a review", async ({
  page,
}, info) => {
  // The worker looks every few seconds: three times it is waited for, and once for a second person.
  test.setTimeout(150_000);
  const secret = { path: path.join(agent.folder, "secrets", "key.txt") };
  for (let n = 0; n < 22; n++) {
    const answer = await client.callTool({ name: "read_text_file", arguments: secret }).catch(() => null);
    expect(JSON.stringify(answer)).not.toContain("nobody reads this");
  }
  const own = async () => (await api()(listIncidentsOp, { agentId: agent.agentId })).items;
  await expect.poll(async () => (await own()).length, { timeout: 60_000 }).toBe(1);
  const [incident] = await own();

  await page.goto("/detections");
  await page.getByRole("link", { name: "Denial spike" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Denial spike" })).toBeVisible();
  const found = page.getByRole("table", { name: "Findings of this detection" });
  await found.getByRole("link", { name: /calls of Incident agent were denied/ }).click();
  await page.getByRole("link", { name: new RegExp(`^Incident ${incident?.number}:`) }).click();

  await expect(page.getByRole("heading", { level: 1, name: /calls of Incident agent were denied/ })).toBeVisible();
  await page.getByLabel("Owner").selectOption({ label: adminPerson.name });
  await expect(page.getByText(`Owner: ${adminPerson.name}`)).toBeVisible();

  await page.getByRole("button", { name: "Suspend… Incident agent" }).click();
  const stop = page.getByRole("alertdialog");
  await stop.getByLabel(/Reason/).fill(`Incident ${incident?.number}`);
  await stop.getByRole("button", { name: "Suspend agent" }).click();
  await expect(page.getByText("until every point confirmed")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/1 of 1 points confirmed/)).toBeVisible();
  await expect(page.getByText("Contained", { exact: true }).first()).toBeVisible({ timeout: 30_000 });

  await expectReadable(page, info, "incident");

  await page.getByRole("button", { name: "Close…" }).click();
  const close = page.getByRole("dialog");
  await close.getByRole("button", { name: "Close the incident" }).click();
  await expect(close.getByText("is missing: an incident is not closed without it").first()).toBeVisible();
  expect((await own())[0]?.status).toBe("contained");
  await close.getByLabel("What happened").fill("It tried to read a secret again and again.");
  await close.getByLabel("Why it could happen").fill("Its instructions named the folder.");
  await close.getByLabel(/^What changes/).fill("The folder is out of its reach.");
  await close.getByLabel("Dismiss its open finding").check();
  // Its finding is high, so dismissing it takes two.
  await secondPerson();
  await close.getByRole("button", { name: "Close the incident" }).click();
  await agreedOn(page);
  await page.reload();
  await expect(page.getByRole("heading", { level: 2, name: "Review" })).toBeVisible();
  await expect(page.getByText("The folder is out of its reach.").first()).toBeVisible();
  const csv = page.waitForEvent("download");
  await page.getByRole("link", { name: "CSV" }).click();
  expect((await csv).suggestedFilename()).toBe(`gatehouse-incident-${incident?.number}.csv`);
});
