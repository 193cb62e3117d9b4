/** Agents that a scan finds wait, and are confirmed, merged and rejected; what is gone is said; no secret leaves the machine. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { reportScanOp } from "@/lib/discovery/contract";
import { listPeopleOp } from "@/lib/identity/contract";
import { registerAgentOp } from "@/lib/inventory/contract";
import { scan } from "@/sdk/discover/scan";
import { expectReadable } from "./support/accessibility";
import { adminPerson, adminState, api, expect, test } from "./support/journey";

test.use({ storageState: adminState });

const secret = `sk-ant-api03-${"q7Wz9KpL2mXc4VbN8sRt1HgF3jDy6TaE0uYiOoPk5".repeat(2)}`;

function repository(): string {
  const root = mkdtempSync(path.join(tmpdir(), "gatehouse-discovered-"));
  const files = {
    "claims/package.json": JSON.stringify({ name: "claims-bot", dependencies: { "@langchain/langgraph": "1.15.0" } }),
    "claims/.env": `ANTHROPIC_API_KEY=${secret}\n`,
    "ledger/pyproject.toml": '[project]\nname = "ledger agent"\ndependencies = ["crewai>=1.2"]\n',
    "sample/requirements.txt": "pydantic-ai==1.4.0\n",
    ".mcp.json": JSON.stringify({ mcpServers: { files: { command: "npx", args: ["-y", "@acme/files", "/srv"] } } }),
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  return root;
}

test("what a scan found is confirmed, merged and rejected, and what is gone is said", async ({ page }, info) => {
  const { report } = scan(repository(), "support");
  expect(JSON.stringify(report)).not.toContain(secret);
  const where = { repository: "git.example.test/acme/support", commit: null };
  await api()(reportScanOp, { ...report, ...where });
  const ledger = await api()(registerAgentOp, { name: "Ledger Agent", purpose: "Books" });
  const { items: people } = await api()(listPeopleOp, {});
  const owner = people.find(({ email }) => email === adminPerson.email);

  await page.goto("/agents/discovered");
  const row = (name: string) => page.getByRole("row").filter({ hasText: name });
  await expect(row("claims-bot").getByText("1 secret in files")).toBeVisible();
  await expectReadable(page, info, "discovered");

  await row("claims-bot").getByRole("link", { name: "claims-bot" }).click();
  await expect(page.getByText(/claims\/\.env:1/).first()).toBeVisible();
  await expectReadable(page, info, "sighting");
  await page.getByRole("link", { name: "Confirm…" }).click();
  await page.getByLabel("Purpose").fill("Settles claims");
  await page.getByLabel("Owner", { exact: true }).selectOption(owner?.id ?? "");
  await page.getByRole("button", { name: "Confirm and register" }).click();
  await expect(page).toHaveURL(/\/agents\/agt_\w+$/);
  await expect(page.getByText("Seen as")).toBeVisible();

  await page.goto("/agents/discovered");
  await row("ledger agent").getByRole("link", { name: "ledger agent" }).click();
  await expect(page.getByText("It goes by the same name.")).toBeVisible();
  await page.getByRole("button", { name: "Merge into Ledger Agent" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("Its own code");
  await dialog.getByRole("button", { name: "Merge 1 sighting" }).click();
  await expect(dialog.getByText("Done").first()).toBeVisible();
  await page.goto(`/agents/${ledger.id}`);
  await expect(page.getByRole("link", { name: "ledger agent" })).toBeVisible();

  await page.goto("/agents/discovered");
  await expect(page.getByRole("banner").getByText("Live")).toBeVisible();
  for (const name of ["sample", "Claude Code"]) await row(name).getByRole("checkbox").click();
  await page.getByRole("button", { name: "Reject 2…" }).click();
  await dialog.getByLabel("Reason").fill("Samples of the framework");
  await dialog.getByRole("button", { name: "Reject 2 sightings" }).click();
  await expect(dialog.getByText("2 sightings: 2 done")).toBeVisible();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText("Nothing waits to be looked at")).toBeVisible();

  const left = report.found.filter(({ name }) => name !== "claims-bot");
  await api()(reportScanOp, { ...report, ...where, found: left });
  await page.goto("/agents/discovered?state=any&vanished=yes");
  await expect(row("claims-bot").getByText("Vanished")).toBeVisible();
});
