/** Whether everyone can read and use what a page shows. */
import { expect, type Page, type TestInfo } from "@playwright/test";
import axe, { type RunOnly } from "axe-core";

/** `all` rules, or `colour`: those that another theme can break. */
type Rules = "all" | "colour";

/**
 * Every violation of axe-core's rules, a line each: the rule, and what breaks it. Pages here have no frames, so axe runs in the
 * page itself: the wrapper for Playwright opens another page for each look, which takes five times as long.
 */
async function violationsOf(page: Page, rules: Rules): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate((rules) => {
    const inPage = window as unknown as { axe: { run: typeof axe.run } };
    const runOnly: RunOnly | undefined =
      rules === "all" ? undefined : { type: "rule", values: ["color-contrast", "link-in-text-block"] };
    return inPage.axe.run(document, { resultTypes: ["violations"], ...(runOnly && { runOnly }) });
  }, rules);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}

const themes = [
  { colorScheme: "light", rules: "all" },
  { colorScheme: "dark", rules: "colour" },
] as const;

/**
 * In both themes nothing sticks out sideways and nobody is shut out. With PICTURES set, a picture of each is kept as `name`. The
 * colours of the dark theme need only be looked at once for a page, whatever its width: `dark` says whether now.
 */
export async function expectReadable(page: Page, info: TestInfo, name: string, { dark = true } = {}): Promise<void> {
  for (const { colorScheme, rules } of themes) {
    if (colorScheme === "dark" && !dark && !process.env.PICTURES) continue;
    await page.emulateMedia({ colorScheme });
    await expect(page.locator("html")).toHaveAttribute("data-theme", colorScheme);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide).toBeLessThanOrEqual(0);
    if (process.env.PICTURES)
      await page.screenshot({ path: info.outputPath(`${name}-${colorScheme}.png`), fullPage: true });
    expect(await violationsOf(page, rules), `${name}, ${colorScheme}`).toEqual([]);
  }
}
