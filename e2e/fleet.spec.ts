/** A fleet of 5,000 points: scrolled, searched and followed live, with only what is in sight in the document. */
import type { Page } from "@playwright/test";
import pg from "pg";
import { ensurePostgres } from "@/scripts/start/postgres.mjs";
import { adminState, expect, test } from "./support/journey";

test.use({ storageState: adminState });

const POINTS = 5_000;
/** Two screens and what is held ready around them. */
const MOST_ROWS = 60;

async function inDatabase<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const { url } = await ensurePostgres({ dataDir: process.env.GATEHOUSE_DATA_DIR ?? "" });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

test.beforeAll(() =>
  inDatabase((client) =>
    client.query(
      `INSERT INTO "Pep" ("id", "orgId", "name", "kind", "version", "publicKey", "mode", "agents")
       SELECT 'pep_fleet' || lpad(i::text, 21, '0'), o."id", 'Fleet row ' || lpad(i::text, 4, '0'), 'sandbox', '1.0.0', '',
         'enforce', '{}' FROM "Organisation" o, generate_series(1, $1::int) i`,
      [POINTS],
    ),
  ),
);
test.afterAll(() => inDatabase((client) => client.query(`DELETE FROM "Pep" WHERE "id" LIKE 'pep_fleet%'`)));

const table = (page: Page) => page.getByRole("table", { name: "Enforcement points" });
const drawn = (page: Page) => table(page).locator("tbody tr[data-index]").count();
const row = (page: Page, number: string) => page.getByRole("link", { name: `Fleet row ${number}` });

test("all points are there to be read, a screenful is in the document, and the keyboard reaches the last", async ({
  page,
}) => {
  await page.goto("/points?q=Fleet+row");
  await expect(page.getByRole("status").filter({ hasText: "5,000 points" })).toBeVisible();
  await expect(table(page)).toHaveAttribute("aria-rowcount", String(POINTS + 1));
  await expect(row(page, "0001")).toBeVisible();
  expect(await drawn(page)).toBeLessThanOrEqual(MOST_ROWS);

  await page.keyboard.press("j");
  await expect(row(page, "0001")).toBeFocused();
  await page.keyboard.press("End");
  await expect(row(page, "5000")).toBeFocused();
  await expect(row(page, "5000")).toBeInViewport();
  await expect(table(page).locator(`tr[aria-rowindex="${POINTS + 1}"]`)).toHaveCount(1);
  expect(await drawn(page)).toBeLessThanOrEqual(MOST_ROWS);

  await page.keyboard.press("k");
  await expect(row(page, "4999")).toBeFocused();
  await page.keyboard.press("Home");
  await expect(row(page, "0001")).toBeFocused();
  await expect(row(page, "0001")).toBeInViewport();
});

test("who scrolls finds every row where it belongs, and a search keeps its address", async ({ page }) => {
  await page.goto("/points?q=Fleet+row");
  await expect(row(page, "0001")).toBeVisible();
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight / 2));
  const middle = table(page).locator("tr[aria-rowindex='2502']");
  await expect(middle.getByRole("link")).toHaveText(/Fleet row 2501/);
  expect(await drawn(page)).toBeLessThanOrEqual(MOST_ROWS);

  await page.getByPlaceholder("Name, id or version").fill("Fleet row 49");
  await expect(page).toHaveURL(/q=Fleet\+row\+49/);
  await expect(page.getByRole("status").filter({ hasText: "100 points" })).toBeVisible();
  await page.reload();
  await expect(row(page, "4900")).toBeVisible();
});

test("what changes is shown where somebody reads, without a reload and without losing the place", async ({ page }) => {
  await page.goto("/points?q=Fleet+row");
  await page.keyboard.press("j");
  await expect(row(page, "0001")).toBeFocused();
  await page.keyboard.press("End");
  await expect(row(page, "5000")).toBeFocused();
  const place = await page.evaluate(() => window.scrollY);
  await inDatabase(async (client) => {
    await client.query(`UPDATE "Pep" SET "spoolDepth" = 7331 WHERE "name" = 'Fleet row 5000'`);
    await client.query(`SELECT pg_notify('gatehouse', "id" || ' points any') FROM "Organisation"`);
  });
  await expect(table(page).locator("tr", { hasText: "Fleet row 5000" })).toContainText("7,331");
  await expect(row(page, "5000")).toBeFocused();
  expect(Math.abs((await page.evaluate(() => window.scrollY)) - place)).toBeLessThan(60);
});
