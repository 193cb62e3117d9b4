/** The inbox by keyboard, by several at once, between two people, and on a phone of 360 points. */
import path from "node:path";
import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import type { Page } from "@playwright/test";
import { listCheckpointsOp } from "@/lib/checkpoints/contract";
import { createPolicyOp, simulateDecisionOp } from "@/lib/policy/contract";
import { expectReadable } from "./support/accessibility";
import {
  adminState,
  api,
  approveTools,
  connectThroughProxy,
  expect,
  type FilesAgent,
  filesAgent,
  publish,
  publishFilePolicies,
  test,
} from "./support/journey";
import { invitation, secondPerson } from "./support/second-person";

test.use({ storageState: adminState });
test.describe.configure({ mode: "serial" });

let agent: FilesAgent;
let client: Client;

test.beforeAll(async () => {
  agent = await filesAgent("Inbox agent", "low");
  client = await connectThroughProxy(agent);
  await approveTools(agent.server);
  await publishFilePolicies(agent);
  const call = api();
  await call(createPolicyOp, {
    slug: `${agent.server}-looks`,
    title: "Looking at open files waits for an admin",
    text: `@checkpoint("journey-admin")\nforbid (principal, action == Action::"${agent.server}/get_file_info", resource) when { context.args.path like "*/open/*" };`,
  });
  await publish("looks wait");
  const look = { agentId: agent.agentId, tool: `${agent.server}/get_file_info`, arguments: { path: "/x/open/y" } };
  await expect.poll(async () => (await call(simulateDecisionOp, look)).effect).toBe("hold");
});
test.afterAll(() => client.close());

const hold = (name: string, args: Record<string, string>) =>
  client.callTool({ name, arguments: args }, undefined, { timeout: 90_000 });
const write = (file: string) =>
  hold("write_file", { path: path.join(agent.folder, "payments", file), content: `pay for ${file}` });
const look = () => hold("get_file_info", { path: path.join(agent.folder, "open", "hello.txt") });
const waiting = async (count: number) => {
  const open = { box: "open", agentId: agent.agentId } as const;
  await expect.poll(async () => (await api()(listCheckpointsOp, open)).items.length).toBe(count);
};
const mine = `/checkpoints?box=mine`;
const openInbox = async (page: Page) => {
  await page.goto(`${mine}&agentId=${agent.agentId}`);
  await expect(page.getByRole("list", { name: "Requests" })).toBeVisible();
};

test("by keyboard alone: J and K, Enter, D, a reason; the agent hears it", async ({ page }) => {
  const refused = expect(write("keys.txt")).rejects.toThrow(/not a supplier of ours/);
  await waiting(1);
  await openInbox(page);
  await expect(page).toHaveTitle(/^\(\d+\) Checkpoints/);
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByText("Choose the row, in the inbox")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(sheet).toHaveCount(0);
  await page.keyboard.press("j");
  const row = page.getByRole("link", { name: /write_file/ });
  await expect(row).toBeFocused();
  await page.keyboard.press("x");
  await expect(page.getByText("1 request chosen.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByText("1 request chosen.")).toHaveCount(0);
  await page.keyboard.press("k");
  await page.keyboard.press("Enter");
  await expect(page.getByText("pay for keys.txt").first()).toBeVisible();
  await page.keyboard.press("d");
  await expect(page.getByRole("textbox", { name: "Reason" })).toBeFocused();
  await page.keyboard.type("not a supplier of ours");
  await page.getByRole("button", { name: "Deny", exact: true }).press("Enter");
  await refused;
  await expect(page.getByText(/It was denied by/).first()).toBeVisible();
});

test("low, reversible requests of one kind are one line, and are approved together from what each of them would do", async ({
  page,
}) => {
  const held = [look(), look(), look()];
  await waiting(3);
  await openInbox(page);
  await page.getByRole("button", { name: "and 2 alike" }).click();
  await expect(page.getByRole("link", { name: /get_file_info/ })).toHaveCount(3);
  await page.getByRole("button", { name: "Fold" }).click();
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(page.getByText("3 requests chosen.")).toBeVisible();
  await page.getByRole("button", { name: "Approve 3" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("hello.txt")).toHaveCount(3);
  await dialog.getByRole("button", { name: "Approve 3" }).click();
  await expect(dialog.getByText(/^Approved/)).toHaveCount(3);
  for (const answer of await Promise.all(held)) expect(JSON.stringify(answer.content)).toContain("size");
});

test("what cannot be undone is not approved together, but can be denied together with one reason", async ({ page }) => {
  const refused = [write("a.txt"), write("b.txt")].map((call) => expect(call).rejects.toThrow(/a test of nerves/));
  await waiting(2);
  await openInbox(page);
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(page.getByRole("button", { name: "Approve 2" })).toBeDisabled();
  await expect(page.getByText("Only what can be undone is approved together.")).toBeVisible();
  await page.getByRole("button", { name: "Deny 2" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: "Deny 2" })).toBeDisabled();
  await dialog.getByLabel(/Reason/).fill("a test of nerves");
  await dialog.getByRole("button", { name: "Deny 2" }).click();
  await expect(dialog.getByText("Denied", { exact: true })).toHaveCount(2);
  await Promise.all(refused);
});

test("a claim is shown to a colleague, who decides all the same", async ({ page, browser }) => {
  const held = look();
  await waiting(1);
  // From the second admin on nobody invites a third alone.
  await secondPerson();
  const link = await invitation({ email: "cleo@example.test", name: "Cleo Colleague", roles: ["admin"] });
  const other = await browser.newContext({ baseURL: process.env.APP_URL, storageState: undefined });
  const cleo = await other.newPage();
  await cleo.goto(link);
  await cleo
    .getByLabel(/password/i)
    .first()
    .fill("a third battery staple horse");
  await cleo.getByRole("button", { name: "Accept and sign in" }).click();
  await cleo.waitForURL((url) => !url.pathname.startsWith("/join"));
  await openInbox(cleo);
  await openInbox(page);
  await page.getByRole("button", { name: "Share out this request" }).click();
  await page.getByRole("menuitem", { name: "I am on it" }).click();
  await expect(page.getByText(/You are on it until/)).toBeVisible();
  await expect(cleo.getByText(/Ada Admin is on it until/)).toBeVisible();
  await cleo.getByRole("link", { name: /get_file_info/ }).click();
  await expect(cleo.getByText("How far it reaches")).toBeVisible();
  await expect(cleo.getByText(/Every value is the same/)).toBeVisible();
  await cleo.getByRole("button", { name: "Approve", exact: true }).click();
  await held;
  await other.close();
});

test.describe("on a phone of 360 points", () => {
  test.use({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
  test("nothing runs out of sight, and both decisions are under the thumb", async ({ page }) => {
    const refused = expect(write("phone.txt")).rejects.toThrow(/Not expected/);
    await waiting(1);
    await openInbox(page);
    const wide = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
    expect(await page.evaluate(wide)).toBeLessThanOrEqual(0);
    await page.getByRole("link", { name: /write_file/ }).click();
    const deny = page.getByRole("button", { name: "Deny", exact: true });
    await expect(deny).toBeInViewport();
    await expect(page.getByRole("button", { name: "Approve", exact: true })).toBeInViewport();
    expect(await page.evaluate(wide)).toBeLessThanOrEqual(0);
    await deny.click();
    await page.getByRole("button", { name: /Not expected/ }).click();
    await refused;
  });
});

test("an inbox with requests in it, and a request's page, can be read and used by everyone", async ({ page }, info) => {
  const refused = expect(write("axe.txt")).rejects.toThrow(/seen enough/);
  await waiting(1);
  await openInbox(page);
  await expectReadable(page, info, "inbox");
  await page.getByRole("link", { name: /write_file/ }).click();
  await expect(page.getByText("How far it reaches")).toBeVisible();
  await expectReadable(page, info, "request");
  await page.getByRole("textbox", { name: "Reason" }).fill("seen enough");
  await page.getByRole("button", { name: "Deny", exact: true }).click();
  await refused;
});
