/** Every page, at both widths and in both themes: no accessibility violation, no sideways scrolling, a title of its own. */
import type { Page } from "@playwright/test";
import { expectReadable } from "./support/accessibility";
import { adminState, expect, test } from "./support/journey";

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
  "/agents/import",
  "/activity/import",
  "/agents/attestations",
  "/agents/owners",
  "/agents/credentials",
  "/agents/discovered",
  "/tools",
  "/policies",
  "/policies/new",
  "/policies/publish",
  "/policies/library",
  "/policies/library/payments-above-held",
  "/policies/tests",
  "/policies/replay",
  "/policies/changes",
  "/policies/applications",
  "/policies/applications/new",
  "/policies/rollouts",
  "/policies/rollouts/rings",
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
  "/incidents",
  "/detections",
  "/detections/unusual-rate",
  "/isolation",
  "/isolation/red-team",
  "/isolation/profiles",
  "/isolation/profiles/new",
  "/activity",
  "/audit",
  "/reports",
  "/compliance",
  "/compliance/packs",
  "/compliance/auditors",
  "/compliance/eu-ai-act",
  "/compliance/eu-ai-act/art-14-4-e",
  "/settings/people",
  "/settings/sign-on",
  "/settings/api-keys",
  "/settings/integrations",
  "/settings/mail",
  "/settings/messages",
  "/settings/passkeys",
  "/settings/sessions",
  "/settings/absence",
  "/settings/organisation",
];

const widths = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

// One page for all: what the browser keeps of the console's scripts is not fetched anew for every address.
let page: Page;
test.beforeAll(async ({ browser }) => {
  page = await browser.newPage({ storageState: adminState });
});
test.afterAll(() => page.close());

for (const address of pages) {
  test(`${address} can be read and used by everyone, at both widths`, async ({ browserName: _ }, info) => {
    await page.setViewportSize(widths.desktop);
    await page.emulateMedia({ colorScheme: "light" });
    await page.goto(address);
    await expect(page.locator("main h1").first()).toBeVisible();
    await expect(page).toHaveTitle(/Gatehouse/);
    await expectReadable(page, info, "desktop");
    await page.setViewportSize(widths.phone);
    await page.emulateMedia({ colorScheme: "light" });
    await expectReadable(page, info, "phone", { dark: false });
  });
}
