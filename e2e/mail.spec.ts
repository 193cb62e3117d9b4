/** A request's mail: it arrives in a real SMTP server, its link leads through sign-in to the request, and reading it changes nothing. */
import path from "node:path";
import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import type { Browser } from "@playwright/test";
import { type SmtpPlace, smtpPlace } from "@/lib/mail/testing/smtp-place";
import { snapshot } from "./support/database";
import {
  adminPerson,
  adminState,
  approveTools,
  connectThroughProxy,
  consoleUrl,
  expect,
  type FilesAgent,
  filesAgent,
  publishFilePolicies,
  test,
} from "./support/journey";

test.describe.configure({ mode: "serial" });

const login = { user: "gatehouse", password: "a password of the post office" };
let place: SmtpPlace;
let agent: FilesAgent;
let client: Client;
let held: Promise<unknown>;
let link: string;

test.beforeAll(async () => {
  place = await smtpPlace({ login });
  agent = await filesAgent("Mail agent");
  client = await connectThroughProxy(agent);
});
test.afterAll(async () => {
  await client.close();
  await place.close();
});

test.describe("the admin", () => {
  test.use({ storageState: adminState });

  test("sets the mail server up, and reads its exact answer to a wrong and to a right password", async ({ page }) => {
    await page.goto("/settings/mail");
    await page.getByRole("button", { name: "Set it up" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Host").fill("127.0.0.1");
    await dialog.getByLabel("Encryption").selectOption("none");
    await dialog.getByLabel("Port").fill(String(place.port));
    await dialog.getByLabel("User").fill(login.user);
    await dialog.getByLabel("Password").fill("another");
    await dialog.getByLabel("From address").fill("gatehouse@example.test");
    await dialog.getByRole("button", { name: "Send test message" }).click();
    await expect(dialog.getByText(/535 5\.7\.8 The password of the post office is another/)).toBeVisible();
    await dialog.getByLabel("Password").fill(login.password);
    await dialog.getByRole("button", { name: "Send test message" }).click();
    await expect(dialog.getByText(/Message accepted by the test server/)).toBeVisible();
    expect(place.got.map(({ to }) => to)).toEqual([[adminPerson.email]]);
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText(`127.0.0.1:${place.port}`)).toBeVisible();
  });
});

test("mail about a held call arrives, with the link and without the call's arguments", async () => {
  await approveTools(agent.server);
  await publishFilePolicies(agent);
  const list = () => client.callTool({ name: "list_directory", arguments: { path: agent.folder } });
  await expect.poll(() => list().then(Boolean, () => false)).toBe(true);
  const file = path.join(agent.folder, "payments", "mail.txt");
  held = client.callTool({ name: "write_file", arguments: { path: file, content: "secret sum" } }, undefined, {
    timeout: 120_000,
  });
  // Requests of other agents that wait for the same person have mails of their own, and so have other admins about this one.
  const about = () =>
    place.got.filter(({ to, text }) => to.includes(adminPerson.email) && text?.includes("Mail agent"));
  await expect.poll(() => about().length, { timeout: 20_000 }).toBe(1);
  const [mail] = about();
  link = /https?:\/\/\S+\/checkpoints\/\S+/.exec(mail?.text ?? "")?.[0] ?? "";
  expect(link.startsWith(`${consoleUrl}/checkpoints/chk_`)).toBe(true);
  expect(mail?.html).toContain(`href="${link}"`);
  expect(mail?.text).not.toContain("secret sum");
  expect(mail?.text).not.toContain("mail.txt");
});

/** Fetches the link as scanners and previews do, and everything that it leads to, with every way of asking that reads. */
async function scan(headers: Record<string, string>): Promise<number> {
  const seen = new Set<string>();
  const queue = [link];
  const ways: [string, Record<string, string>][] = [
    ["GET", {}],
    ["HEAD", {}],
    ["OPTIONS", {}],
    ["GET", { "next-router-prefetch": "1", rsc: "1" }],
    ["GET", { purpose: "prefetch", "sec-purpose": "prefetch" }],
  ];
  for (let next = queue.shift(); next !== undefined && seen.size < 25; next = queue.shift()) {
    if (seen.has(next)) continue;
    seen.add(next);
    for (const [method, extra] of ways) {
      const response = await fetch(next, { method, headers: { ...headers, ...extra } });
      const body = await response.text();
      if (method !== "GET" || Object.keys(extra).length > 0) continue;
      for (const [, href = ""] of body.matchAll(/(?:href|src|action)="(\/[^"]*)"/g))
        queue.push(new URL(href.replaceAll("&amp;", "&"), consoleUrl).href);
    }
  }
  return seen.size;
}

const cookiesOf = async (browser: Browser): Promise<string> => {
  const context = await browser.newContext({ storageState: adminState });
  const cookies = await context.cookies(consoleUrl);
  await context.close();
  return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
};

test("a scanner that opens the link, with the receiver's cookies and without, changes nothing", async ({ browser }) => {
  const id = link.slice(link.lastIndexOf("/") + 1);
  await expect.poll(async () => (await snapshot(id)).messages).toContain('"sent"');
  const before = await snapshot(id);
  expect(before.checkpoints).toContain("pending");
  expect(await scan({})).toBeGreaterThan(1);
  expect(await scan({ cookie: await cookiesOf(browser) })).toBeGreaterThan(5);
  expect(await snapshot(id)).toEqual(before);
});

test("a link that tries to lead elsewhere after sign-in leads to the front page", async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`/sign-in?next=${encodeURIComponent("//evil.example/checkpoints")}`);
  await page.getByLabel("E-mail").fill(adminPerson.email);
  await page.getByLabel("Password", { exact: true }).fill(adminPerson.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(`${consoleUrl}/`);
  await context.close();
});

test("the link leads a person whose session is over through sign-in to the request, and the decision is made there", async ({
  browser,
}) => {
  const context = await browser.newContext({ storageState: adminState });
  // The session's cookie is there still, and nobody's any more.
  const cookies = await context.cookies(consoleUrl);
  await context.clearCookies();
  const over = (cookie: (typeof cookies)[number]) => ({ ...cookie, value: "over".repeat(12) });
  await context.addCookies(cookies.map((cookie) => (/session/.test(cookie.name) ? over(cookie) : cookie)));
  const page = await context.newPage();
  await page.goto(link);
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fcheckpoints%2Fchk_/);
  await page.getByLabel("E-mail").fill(adminPerson.email);
  await page.getByLabel("Password", { exact: true }).fill(adminPerson.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(link);
  await page.getByRole("button", { name: /^Approve/ }).click();
  await held;
  await context.close();
});

test.describe("a person", () => {
  test.use({ storageState: adminState });

  test("chooses zone and quiet hours, which are kept", async ({ page }) => {
    await page.goto("/settings/messages");
    await page.getByLabel("Time zone").selectOption("Europe/Berlin");
    await page.getByLabel("Quiet hours").click();
    await page.getByLabel("From", { exact: true }).fill("21:30");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Saved", { exact: true })).toBeVisible();
    await page.reload();
    await expect(page.getByLabel("From", { exact: true })).toHaveValue("21:30");
    await expect(page.getByLabel("Time zone")).toHaveValue("Europe/Berlin");
  });
});
