/** Every page, in both themes: no accessibility violation, no sideways scrolling, a title of its own. */
import AxeBuilder from "@axe-core/playwright";
import { adminState, expect, test } from "./support/journey";

test.use({ storageState: adminState });

const pages = [
  "/",
  "/agents",
  "/agents/new",
  "/tools",
  "/policies",
  "/policies/new",
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
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await expect(page.locator("html")).toHaveAttribute("data-theme", colorScheme);
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(wide).toBeLessThanOrEqual(0);
      await page.screenshot({ path: info.outputPath(`${colorScheme}.png`), fullPage: true });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`),
        colorScheme,
      ).toEqual([]);
    }
  });
}
