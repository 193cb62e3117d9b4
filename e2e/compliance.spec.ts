/** A compliance officer builds a pack in minutes; a stranger verifies it with tools of their own. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser, Page } from "@playwright/test";
import { getTrustOp, invitePersonOp } from "@/lib/identity/contract";
import { giveAccessOp } from "@/lib/outside/contract";
import { openPackZip } from "@/sdk/pack/read-zip";
import { expectReadable } from "./support/accessibility";
import { api, expect, test } from "./support/journey";

test.describe.configure({ mode: "serial", timeout: 120_000 });

const cora = { name: "Cora Compliance", email: "cora@example.test", password: "a password for the journey" };
const stranger = { baseURL: process.env.APP_URL, storageState: undefined };
const folder = mkdtempSync(path.join(tmpdir(), "gatehouse-e2e-pack-"));
const zip = path.join(folder, "pack.zip");
let link = "";
let page: Page;

async function compliance(browser: Browser): Promise<Page> {
  const invited = await api()(invitePersonOp, { email: cora.email, name: cora.name, roles: ["compliance"] });
  const opened = await (await browser.newContext(stranger)).newPage();
  await opened.goto(invited.link);
  await opened
    .getByLabel(/password/i)
    .first()
    .fill(cora.password);
  await opened.getByRole("button", { name: "Accept and sign in" }).click();
  await opened.waitForURL((url) => !url.pathname.startsWith("/join"));
  return opened;
}

test.beforeAll(async ({ browser }) => {
  page = await compliance(browser);
});
test.afterAll(async () => {
  await page.context().close();
  rmSync(folder, { recursive: true, force: true });
});

test("a framework shows what is missing, and a person is made to answer for it", async ({ browserName: _ }, info) => {
  await page.goto("/compliance");
  await page.getByRole("link", { name: "EU AI Act" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "EU AI Act" })).toBeVisible();
  await expect(page.getByText("2027-12-02")).toBeVisible();
  await page.getByRole("link", { name: /^Art 14\(4\)\(e\)/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: /Human oversight: stop/ })).toBeVisible();
  const owner = page.getByLabel("Owner");
  await owner.selectOption({ label: `${cora.name} (${cora.email})` });
  await expect(owner).toBeEnabled();
  await page.reload();
  await expect(page.getByLabel("Owner").locator("option:checked")).toHaveText(`${cora.name} (${cora.email})`);
  await expectReadable(page, info, "control");
});

test("a pack is previewed, built with its progress, and downloaded", async ({ browserName: _ }, info) => {
  await page.goto("/compliance/packs");
  await page.getByLabel("Framework", { exact: true }).selectOption({ label: "EU AI Act" });
  const preview = page.getByRole("region", { name: "Preview" });
  await expect(preview.getByText(/Missing for \d+ of the controls/)).toBeVisible();
  await expect(preview.getByText(`${cora.name} answers for it.`)).toBeVisible();
  await page.getByRole("button", { name: "Build the pack" }).click();
  await page.waitForURL(/\/compliance\/packs\/pck_\w+$/);
  const download = page.getByRole("link", { name: "Download" });
  await expect(download).toBeVisible({ timeout: 60_000 });
  await expectReadable(page, info, "pack");
  const [file] = await Promise.all([page.waitForEvent("download"), download.click()]);
  await file.saveAs(zip);
  await page.reload();
  await expect(page.getByRole("table", { name: "Downloads" }).getByText(cora.name)).toBeVisible();
});

test("a stranger verifies it with sha256sum and openssl as its README says, and with gatehouse verify", async () => {
  const unpacked = path.join(folder, "unpacked");
  const opened = await openPackZip(zip);
  for (const name of opened.names) {
    mkdirSync(path.dirname(path.join(unpacked, name)), { recursive: true });
    writeFileSync(path.join(unpacked, name), await opened.read(name));
  }
  const script = /```sh\n([\s\S]*?)```/.exec(readFileSync(path.join(unpacked, "README.md"), "utf8"))?.[1] ?? "exit 9";
  const byHand = spawnSync("sh", ["-e", "-c", script], { cwd: unpacked, encoding: "utf8" });
  expect(byHand.stdout).toContain("Every file is as it was signed.");
  const [fingerprint = ""] = byHand.stdout.split(" ");
  await expect(page.getByText(fingerprint, { exact: true })).toBeVisible();
  const trust = path.join(folder, "trust.json");
  writeFileSync(trust, JSON.stringify(await api()(getTrustOp, {})));
  const verify = (file: string) =>
    spawnSync(process.execPath, [path.resolve("sdk/bin/gatehouse.mjs"), "verify", file, "--trust", trust], {
      encoding: "utf8",
    });
  expect(verify(zip).stdout).toMatch(/^verified: audit pack of org_\w+ for EU AI Act/);
  const flipped = readFileSync(zip);
  flipped[flipped.length >> 1] = (flipped[flipped.length >> 1] ?? 0) ^ 1;
  writeFileSync(path.join(folder, "flipped.zip"), flipped);
  expect(verify(path.join(folder, "flipped.zip")).status).toBe(1);
});

test("a link opens for somebody without a session, and no more once it is revoked", async ({ browser }, info) => {
  await page.getByRole("button", { name: "Make a link…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(/^For/).fill("Outside & Partners");
  await dialog.getByRole("button", { name: "Make the link" }).click();
  link = (await dialog.getByText(/\/share\//).textContent()) ?? "";
  await dialog.getByRole("button", { name: "Done" }).click();
  const outside = await (await browser.newContext(stranger)).newPage();
  await outside.goto(link);
  await expect(outside.getByText("For Outside & Partners")).toBeVisible();
  await expectReadable(outside, info, "share");
  const [file] = await Promise.all([
    outside.waitForEvent("download"),
    outside.getByRole("link", { name: "Download" }).click(),
  ]);
  expect(readFileSync(await file.path())).toEqual(readFileSync(zip));
  await page.reload();
  await expect(page.getByText("Outside & Partners, by a link")).toBeVisible();
  await page.getByRole("button", { name: "Revoke the link for Outside & Partners" }).click();
  await expect(page.getByText(/Revoked by Cora/)).toBeVisible();
  await outside.goto(link);
  await expect(outside.getByRole("heading", { name: "This link opens nothing" })).toBeVisible();
  expect((await outside.request.get(`${link}/download`)).status()).toBe(404);
  await outside.context().close();
});

test("an auditor from outside sees only what was shared with them, until it ends", async ({ browser }, info) => {
  const grace = { name: "Grace of the firm", email: "grace@firm.example", password: "a password for the journey" };
  await page.goto("/compliance/auditors");
  await page.getByRole("button", { name: "Give access…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(grace.name);
  await dialog.getByLabel("E-mail").fill(grace.email);
  await dialog.getByLabel("Period from").fill("2020-01-01");
  await dialog.getByRole("checkbox", { name: "EU AI Act" }).click();
  await dialog.getByRole("checkbox", { name: /^EU AI Act, / }).click();
  await dialog.getByRole("button", { name: "Give access" }).click();
  const invitation = (await dialog.getByText(/\/join\?token=/).textContent()) ?? "";
  await dialog.getByRole("button", { name: "Done" }).click();
  const outside = await (await browser.newContext(stranger)).newPage();
  await outside.goto(invitation);
  await outside
    .getByLabel(/password/i)
    .first()
    .fill(grace.password);
  await outside.getByRole("button", { name: "Accept and sign in" }).click();
  await expect(outside.getByRole("heading", { level: 1, name: "Shared with you" })).toBeVisible();
  await expectReadable(outside, info, "shared");
  for (const address of ["/", "/agents", "/compliance", "/settings/people"]) {
    await outside.goto(address);
    await expect(outside).toHaveURL(/\/shared$/);
  }
  expect((await outside.request.get("/api/v1/agents")).status()).toBe(403);
  expect((await outside.request.get("/api/live")).status()).toBe(403);
  await outside.getByRole("link", { name: "EU AI Act", exact: true }).click();
  await expectReadable(outside, info, "shared framework");
  const controls = outside.url();
  await outside.getByRole("link", { name: /^Art 14\(4\)\(e\)/ }).click();
  await expect(outside.getByRole("heading", { name: "Evidence" })).toBeVisible();
  await expectReadable(outside, info, "shared control");
  await outside.goto("/shared");
  await outside.getByRole("link", { name: /^EU AI Act, / }).click();
  const [file] = await Promise.all([
    outside.waitForEvent("download"),
    outside.getByRole("link", { name: "Download" }).click(),
  ]);
  expect(readFileSync(await file.path())).toEqual(readFileSync(zip));
  await page.reload();
  await page.getByRole("button", { name: `Revoke the access of ${grace.name}` }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke access" }).click();
  await expect(page.getByText(/Revoked by Cora/)).toBeVisible();
  await outside.goto(controls);
  await expect(outside.getByText(/^Your access was revoked by Cora Compliance/)).toBeVisible();

  const [today, soon] = [Date.now(), Date.now() + 8_000].map((at) => new Date(at).toISOString());
  const { email, name } = grace;
  const period = { from: "2020-01-01", to: today?.slice(0, 10) ?? "", until: soon ?? "" };
  await api()(giveAccessOp, { email, name, frameworks: ["eu-ai-act"], ...period });
  await outside.goto("/shared");
  await outside.getByRole("link", { name: "EU AI Act", exact: true }).click();
  const ended = outside.getByText(/^Your access ended on \d{4}-\d\d-\d\d/);
  await expect.poll(() => outside.reload().then(() => ended.isVisible()), { timeout: 20_000 }).toBe(true);
  await expectReadable(outside, info, "shared, ended");
  await outside.context().close();
});
