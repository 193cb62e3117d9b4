/** Every page, in both themes: no accessibility violation, no sideways scrolling, a title of its own. */
import { expectReadable } from "./support/accessibility";
import { adminState, expect, test } from "./support/journey";

test.use({ storageState: adminState });

const pages = [
  "/",
  "/maturity",
  "/maturity/changes",
  "/maturity/failing",
  "/plan",
  "/plan?view=board",
  "/plan?view=timeline",
  "/agents",
  "/agents/new",
  "/tools",
  "/policies",
  "/policies/new",
  "/policies/publish",
  "/policies/tests",
  "/policies/replay",
  "/policies/rules",
  "/policies/rules/new",
  "/checkpoints",
  "/checkpoints/standing",
  "/checkpoints/unsettled",
  "/checkpoints/break-glass",
  "/checkpoints/oversight",
  "/checkpoints/oversight/decisions",
  "/checkpoints/limits",
  "/points",
  "/points/new",
  "/points/stops",
  "/points/stops/new",
  "/findings",
  "/activity",
  "/audit",
  "/settings/people",
  "/settings/api-keys",
  "/settings/integrations",
  "/settings/mail",
  "/settings/messages",
  "/settings/passkeys",
  "/settings/sessions",
  "/settings/absence",
  "/settings/organisation",
];

for (const address of pages) {
  test(`${address} can be read and used by everyone`, async ({ page }, info) => {
    await page.emulateMedia({ colorScheme: "light" });
    await page.goto(address);
    await expect(page.locator("main h1").first()).toBeVisible();
    await expect(page).toHaveTitle(/Gatehouse/);
    await expectReadable(page, info, "page");
  });
}
