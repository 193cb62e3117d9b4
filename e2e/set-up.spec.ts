import { adminPerson, adminState, expect, test } from "./support/journey";
import { admin } from "./support/management";

test("a stranger is sent to sign in, and comes back to where they wanted to go", async ({ page }) => {
  await page.goto("/agents?q=x");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});

test("the first admin comes in by the one-time link, which works once", async ({ page, browser, context }) => {
  const link = /https?:\/\/\S+/.exec(admin("setup-link"))?.[0] ?? "";
  await page.goto(link);
  await page.getByLabel("Organisation").fill("Journey Ltd");
  await page.getByLabel("Your name").fill(adminPerson.name);
  await page.getByLabel("E-mail").fill(adminPerson.email);
  await page.getByLabel("Password", { exact: true }).fill("short");
  await page.getByRole("button", { name: "Create the organisation" }).click();
  const valid = () =>
    page.getByLabel("Password", { exact: true }).evaluate((input: HTMLInputElement) => input.validity.valid);
  expect(await valid()).toBe(false);
  await expect(page).toHaveURL(/set-up/);
  await page.getByLabel("Password", { exact: true }).fill(adminPerson.password);
  await page.getByRole("button", { name: "Create the organisation" }).click();
  await expect(page).toHaveURL(/\/$/);
  await expect(page.getByRole("navigation").first()).toBeVisible();
  await context.storageState({ path: adminState });

  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(link);
  await expect(stranger.getByText(/already set up|used|unknown/i).first()).toBeVisible();
  await stranger.context().close();
});

test("a wrong password is refused without saying which part was wrong", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(adminPerson.email);
  await page.getByLabel("Password", { exact: true }).fill("not the password at all");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /e-mail|password/i })).toBeVisible();
  await expect(page).toHaveURL(/sign-in/);
});
