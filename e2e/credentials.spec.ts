/** Two agents hold one key: found on both pages, mended by a rotation, and the secret never leaves the browser. */
import { registerAgentOp } from "@/lib/inventory/contract";
import { adminState, api, expect, test } from "./support/journey";

test.use({ storageState: adminState });

const secret = "sk_test_never_leaves_the_browser";

test("a key that two agents hold is found on both, and each has its own after a rotation", async ({ page }, info) => {
  const sent: string[] = [];
  page.on("request", (request) => sent.push(request.postData() ?? ""));
  const [first, second] = [
    await api()(registerAgentOp, { name: "Refunds", purpose: "Refunds what was paid" }),
    await api()(registerAgentOp, { name: "Invoices", purpose: "Sends invoices" }),
  ];
  const section = page.locator("section", { has: page.getByRole("heading", { name: "Credentials" }) });
  const dialog = page.getByRole("dialog");
  for (const { id } of [first, second]) {
    await page.goto(`/agents/${id}`);
    await section.getByRole("button", { name: "Record a credential…" }).click();
    await dialog.getByLabel("Name").fill("Payments key");
    await dialog.getByLabel("Where it opens doors").fill("Stripe, live account");
    await dialog.getByLabel("The secret, or its fingerprint").fill(secret);
    await expect(dialog.getByText(/^sha256:[0-9a-f]{64}$/)).toBeVisible();
    await dialog.getByRole("button", { name: "Record it" }).click();
    await expect(section.getByText("Payments key")).toBeVisible();
  }
  await expect(section.getByText("Shared", { exact: true })).toBeVisible();
  await expect(
    page.getByText("Invoices holds Payments key for Stripe, live account together with Refunds"),
  ).toBeVisible();
  if (process.env.PICTURES) await page.screenshot({ path: info.outputPath("agent.png"), fullPage: true });

  await page.goto("/agents/credentials?state=shared");
  await expect(page.getByRole("row").filter({ hasText: "Payments key" })).toHaveCount(2);
  if (process.env.PICTURES) await page.screenshot({ path: info.outputPath("shared.png"), fullPage: true });
  await page
    .getByRole("row")
    .filter({ hasText: "Invoices" })
    .first()
    .getByRole("button", { name: "Rotated: Payments key" })
    .click();
  await dialog.getByLabel("The secret, or its fingerprint").fill("sk_test_another_one");
  await dialog
    .getByLabel("What shows that the old one opens nothing any more")
    .fill("The old key was refused at 10:02");
  await dialog.getByRole("button", { name: "Record it" }).click();
  await expect(page.getByText("No credentials match")).toBeVisible();

  await page.goto(`/agents/${second.id}`);
  await expect(section.getByText("Held by it alone")).toBeVisible();
  // What is opened before the page lives is closed by its coming to life.
  await expect(page.getByRole("banner").getByText("Live")).toBeVisible();
  await section.getByText("Ended (1)").click();
  await expect(section.getByText("The old key was refused at 10:02")).toBeVisible();
  expect(sent.join("\n")).toContain("sha256:");
  expect(sent.join("\n")).not.toContain("sk_test_");
});
