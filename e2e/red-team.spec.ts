/** An exercise from the console: run now, its progress, each verdict with records that open, beside an earlier one, and the report of it. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createApiKeyOp } from "@/lib/identity/contract";
import { expectReadable } from "./support/accessibility";
import { adminState, api, consoleUrl, expect, test } from "./support/journey";

test.use({ storageState: adminState });

const gatehouse = path.resolve(import.meta.dirname, "../sdk/bin/gatehouse.mjs");
/** All attacks of the library, two at a time, on a small machine. */
const EXERCISE_MS = 240_000;

test("an exercise is run from the console, and what it found can be opened, compared and reported", async ({
  page,
}, info) => {
  test.setTimeout(EXERCISE_MS + 120_000);
  const { secret } = await api()(createApiKeyOp, { name: "red team", role: "security" });
  const folder = mkdtempSync(path.join(tmpdir(), "gatehouse-e2e-report-"));
  const earlier = spawnSync(process.execPath, [gatehouse, "redteam", "--only", "ASI07", "--report", folder], {
    encoding: "utf8",
    env: { ...process.env, GATEHOUSE_CONSOLE_URL: consoleUrl, GATEHOUSE_API_KEY: secret },
  });
  expect(earlier.status, earlier.stdout + earlier.stderr).toBe(0);
  const pdf = ["-in", path.join(folder, "report.pdf"), "-sigfile", path.join(folder, "report.pdf.sig")];
  const key = ["-pubin", "-inkey", path.join(folder, "signing-key.pem")];
  const verified = execFileSync("openssl", ["pkeyutl", "-verify", "-rawin", ...key, ...pdf], { encoding: "utf8" });
  expect(verified).toContain("Signature Verified Successfully");

  await page.goto("/isolation/red-team");
  const rows = page.getByRole("table", { name: "Exercises" }).getByRole("row");
  await expect(rows.filter({ hasText: "Contained" })).toHaveCount(1);
  await page.getByRole("button", { name: "Run now" }).click();
  await expect(page.getByRole("button", { name: "Running" })).toBeDisabled();
  await expect(rows.filter({ hasText: /\d+ of \d+ attacks are made/ })).toHaveCount(1, { timeout: 60_000 });
  await expect(rows.filter({ hasText: "Contained" })).toHaveCount(2, { timeout: EXERCISE_MS });

  await rows.filter({ hasText: "run by the worker" }).getByRole("link").first().click();
  const attacks = page.getByRole("table", { name: "Attacks", exact: true });
  await expect(attacks.getByRole("row").filter({ hasText: "Contained" })).not.toHaveCount(0);
  await expect(attacks.getByRole("row").filter({ hasText: "Passed through" })).toHaveCount(0);
  const changed = page.getByRole("table", { name: "Attacks that ended otherwise" });
  await expect(changed.getByRole("row").filter({ hasText: "not made" })).not.toHaveCount(0);
  await expect(page.getByText(/attacks ended as in the exercise of/)).toBeVisible();
  await expectReadable(page, info, "exercise");

  await attacks.getByRole("link").first().click();
  await page
    .getByRole("table", { name: "Evidence" })
    .getByRole("button", { name: /^Open the/ })
    .first()
    .click();
  await expect(page.getByText("It has the digest that the signed outcome cites.")).toBeVisible();
  await expectReadable(page, info, "evidence");
  await page.keyboard.press("Escape");

  await page.getByRole("link", { name: "Exercise", exact: true }).click();
  await page.getByRole("link", { name: "Penetration-test report" }).click();
  await page.getByRole("button", { name: "Write the penetration-test report" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(/penetration/i);
  await expect(
    page
      .getByRole("main")
      .getByText(/attacks/)
      .first(),
  ).toBeVisible();
});
