/** Single sign-on with a real OpenID provider: set up, tried, proven, a newcomer with roles by group, and a leaver's next request. */
import type { Browser, Page } from "@playwright/test";
import { type HouseProvider, houseProvider } from "./support/house-provider";
import { adminState, consoleUrl, expect, test } from "./support/journey";
import { agreedOn, confirmed, secondPerson } from "./support/second-person";

test.describe.configure({ mode: "serial" });

let provider: HouseProvider;
test.beforeAll(async () => {
  // Once passwords are refused, somebody without a session could not come in any more.
  await secondPerson();
  provider = await houseProvider(`${consoleUrl}/api/sign-on/callback`, { nina: ["payments"], ada: [] });
});
test.afterAll(() => provider.close());

/** From nobody's browser to the console, through the provider's own pages. */
async function comeInAs(browser: Browser, login: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: consoleUrl, storageState: { cookies: [], origins: [] } });
  // The provider's own pages ask for fonts of elsewhere, which no test may depend on.
  const ours = [consoleUrl, provider.issuer];
  await context.route(
    (url) => !ours.includes(url.origin),
    (route) => route.fulfill({ body: "" }),
  );
  const page = await context.newPage();
  await page.goto("/agents");
  await page.getByRole("link", { name: "Continue with The house" }).click();
  await page.waitForURL((url) => url.origin === provider.issuer);
  await page.locator('input[name="login"]').fill(login);
  await page.locator('input[name="password"]').fill("whatever");
  await page.locator('button[type="submit"]').click();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL((url) => url.origin === consoleUrl);
  return page;
}

test.describe("the admin", () => {
  test.use({ storageState: adminState });

  test("sets the provider up and requires it once an admin came in through it; a newcomer has the roles of their groups, a leaver none", async ({
    page,
    browser,
  }) => {
    // Three people come in through the provider's own pages, and a fourth confirms.
    test.slow();
    await page.goto("/settings/sign-on");
    await expect(page.getByText(`${consoleUrl}/api/sign-on/callback`)).toBeVisible();
    await page.getByRole("button", { name: "Set it up" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("The house");
    await dialog.getByLabel("Issuer").fill(`${provider.issuer}/`);
    await dialog.getByLabel("Client id").fill(provider.clientId);
    await dialog.getByLabel("Client secret").fill(provider.clientSecret);
    await dialog.getByLabel("E-mail domains").fill("example.test");
    await dialog.getByLabel("Groups claim").fill("groups");
    await dialog.getByLabel("Let in people whom nobody invited").click();
    await dialog.getByRole("button", { name: "Test connection" }).click();
    await expect(dialog.getByText(/calls itself something else/)).toBeVisible();
    await dialog.getByLabel("Issuer").fill(provider.issuer);
    await dialog.getByRole("button", { name: "Test connection" }).click();
    await expect(dialog.getByText(/It publishes \d+ usable keys/)).toBeVisible();
    await dialog.getByRole("button", { name: "Save" }).click();
    await agreedOn(page);
    await page.reload();
    await expect(page.getByText("Not proven: no admin came in through it yet")).toBeVisible();
    await expect(page.getByRole("button", { name: "Require single sign-on" })).toBeDisabled();

    await page.getByRole("button", { name: "Add a group" }).click();
    await page.getByLabel("Group 1", { exact: true }).fill("payments");
    await page.getByLabel("Role 1", { exact: true }).selectOption("approver");
    await page.getByRole("button", { name: "Save groups" }).click();
    await agreedOn(page);
    await page.reload();
    await expect(page.getByLabel("Group 1", { exact: true })).toHaveValue("payments");

    const ada = await comeInAs(browser, "ada");
    await expect(ada).toHaveURL(`${consoleUrl}/agents`);
    await expect(ada.getByRole("heading", { level: 1 })).toBeVisible();
    await ada.context().close();
    await expect(page.getByText("Proven by Ada Admin")).toBeVisible();

    const nina = await comeInAs(browser, "nina");
    await expect(nina).toHaveURL(`${consoleUrl}/agents`);
    await page.goto("/settings/people?q=nina");
    const row = page.getByRole("row", { name: /Nina of the house/ });
    await expect(row).toContainText("Approver");
    await row.getByRole("button", { name: /Disable/ }).click();
    const confirm = page.getByRole("alertdialog").or(page.getByRole("dialog"));
    await confirm.getByRole("button", { name: /Disable/ }).click();
    await expect(row).toContainText("Disabled");
    await nina.goto("/points");
    await expect(nina).toHaveURL(/\/sign-in/);
    await nina.getByRole("link", { name: "Continue with The house" }).click();
    await expect(nina.getByText("Your account here is disabled. Ask an admin.")).toBeVisible();
    await nina.context().close();

    await page.goto("/settings/sign-on");
    await page.getByRole("checkbox", { name: /Ada Admin/ }).click();
    await page.getByRole("button", { name: "Require single sign-on" }).click();
    await expect(page.getByRole("button", { name: "Take passwords again" })).toBeVisible({ timeout: 30_000 });
    await page.getByRole("button", { name: "Take passwords again" }).click();
    await page.getByLabel(/^Reason/).fill("The journey is over.");
    await page.getByRole("button", { name: "Ask a second person" }).click();
    await expect(page).toHaveURL(/\/policies\/changes\/chg_/);
    await confirmed({ request: { id: new URL(page.url()).pathname.split("/").at(-1) ?? "" } });
    await page.goto("/settings/sign-on");
    await page.getByRole("button", { name: "Remove", exact: true }).first().click();
    await page.getByRole("button", { name: "Remove it" }).click();
    await expect(page.getByText("No single sign-on yet")).toBeVisible();
    await page.getByRole("button", { name: "Remove group 1" }).click();
    await page.getByRole("button", { name: "Save groups" }).click();
    await expect(page.getByText("Saved", { exact: true }).first()).toBeVisible();
  });
});
