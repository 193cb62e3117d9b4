/** An agent that must be isolated: its canaries run in a real sandbox, then in one that mounts the host, which suspends it. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { invitePointOp } from "@/lib/enforcement/contract";
import { getAgentOp, registerAgentOp } from "@/lib/inventory/contract";
import { listIsolationOp, setIsolationOp } from "@/lib/isolation/contract";
import { getAgentStageOp } from "@/lib/maturity/contract";
import { sandboxing } from "@/sdk/testing/sandboxing";
import { expectReadable } from "./support/accessibility";
import { adminState, api, expect, gatewayUrl, test } from "./support/journey";
import { confirmed, secondPerson } from "./support/second-person";

test.use({ storageState: adminState });
test.describe.configure({ mode: "serial" });

const gatehouse = path.resolve(import.meta.dirname, "../sdk/bin/gatehouse.mjs");
const EXIT = { passed: 0, failed: 1, void: 3 };

/** The canaries of an agent, as they are run where it runs. */
function canaries(agentId: string, token: string) {
  const folder = mkdtempSync(path.join(tmpdir(), "gatehouse-e2e-canary-"));
  return (profile: object, env: Record<string, string> = {}) => {
    const file = path.join(folder, "profile.json");
    writeFileSync(file, JSON.stringify({ format: 1, ...profile }));
    const asked = ["--agent", agentId, "--profile", file, "--state", path.join(folder, "state")];
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [gatehouse, "canary", ...asked, "--url", gatewayUrl, "--enroll", token],
      { encoding: "utf8", env: { ...process.env, ...env } },
    );
    return { status, said: stdout + stderr };
  };
}

const canaryRequirement = async (id: string) =>
  (await api()(getAgentStageOp, { id })).requirements.find((one) => one.id === "canaries");

async function expectState(page: Page, agentId: string, label: string): Promise<void> {
  await page.goto(`/isolation/${agentId}`);
  await expect(page.getByRole("main").getByText(label, { exact: true }).first()).toBeVisible();
}

let id: string;
let run: ReturnType<typeof canaries>;
let giveBack: () => Promise<unknown>;
test.beforeAll(async () => {
  const call = api();
  ({ id } = await call(registerAgentOp, { name: "Boxed journey", purpose: "Runs code", riskTier: "critical" }));
  const { token } = await call(invitePointOp, { name: "Boxed journey sandbox", kind: "sandbox", agents: [id] });
  run = canaries(id, token);
  const { setting } = await call(listIsolationOp, {});
  const { updatedAt: _, updatedByName: __, ...usual } = setting;
  const kept = await call(setIsolationOp, { ...usual, suspendOnEscape: true });
  const again = { ...usual, version: kept.done?.version ?? usual.version, reason: "The journey is over." };
  giveBack = async () => confirmed(await call(setIsolationOp, again));
});
test.afterAll(() => giveBack());

test("where nothing can be sandboxed, canaries are void and the agent is not isolated", async ({ page }) => {
  await expectState(page, id, "Never run");
  const { status, said } = run({ name: "tight" }, { GATEHOUSE_BWRAP: "/nowhere/bwrap" });
  expect(status, said).toBe(EXIT.void);
  await expectState(page, id, "Void");
  expect(await canaryRequirement(id)).not.toMatchObject({ state: "met" });
});

test("the boundary holds; one that mounts the host lets canaries out, which suspends the agent and takes the requirement away", async ({
  page,
}, info) => {
  // Counted as skipped in the last line of `npm test`: a kernel without user namespaces can show the case above alone.
  test.skip(!sandboxing, "bubblewrap cannot make a sandbox on this machine: no user namespaces, or not installed");
  const tight = run({ name: "tight" });
  expect(tight.status, tight.said).toBe(EXIT.passed);
  expect(tight.said).not.toContain("ESCAPED");
  await expectState(page, id, "Isolated");
  await expectReadable(page, info, "isolated");
  expect(await canaryRequirement(id)).toMatchObject({ state: "met" });

  const open = run({ name: "open", read: ["/"] });
  expect(open.status, open.said).toBe(EXIT.failed);
  await expectState(page, id, "Canaries got out");
  await expect(page.getByText("The agent is suspended.")).toBeVisible();
  expect(await canaryRequirement(id)).toMatchObject({ state: "unmet" });
  expect(await api()(getAgentOp, { id })).toMatchObject({ status: "suspended" });
  await page.goto("/findings");
  await expect(page.getByText(/Boxed journey/).first()).toBeVisible();
});

test("a profile: faults at their place, saved where it gives nothing, and what it gives confirmed by a second person", async ({
  page,
}, info) => {
  await secondPerson();
  await page.goto("/isolation/profiles/new");
  await expect(page.getByText("Valid; gives nothing more")).toBeVisible();
  await page.getByLabel(/^Name/).fill("boxed");
  await page.getByRole("button", { name: "Make the profile" }).click();
  await expect(page.getByRole("heading", { name: "boxed", level: 1 })).toBeVisible();

  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await page.getByRole("button", { name: "Add a host" }).click();
  await page.getByLabel("Host", { exact: true }).fill("2130706433");
  await expect(page.getByText(/^Line \d+: egress\.0\.host: a host is written in its plain form/)).toBeVisible();
  await page.getByLabel("Host", { exact: true }).fill("api.example.com");
  await expect(page.getByText("Valid; needs a second person")).toBeVisible();
  await page.getByRole("button", { name: /last week's requests/ }).click();
  await expect(page.getByText(/would have been refused/)).toBeVisible();
  await expectReadable(page, info, "profile-form");
  await page.getByRole("button", { name: "Edit as text" }).click();
  await expect(page.getByRole("textbox", { name: "Sandbox profile as JSON" })).toContainText("api.example.com");

  await page.getByRole("button", { name: "Save as the next version" }).click();
  await page.getByLabel(/^Reason/).fill("It answers customers.");
  await page.getByRole("button", { name: "Ask a second person" }).click();
  await expect(page).toHaveURL(/\/policies\/changes\/chg_/);
  await confirmed({ request: { id: new URL(page.url()).pathname.split("/").at(-1) ?? "" } });
  await page.goto("/isolation/profiles");
  await expect(page.getByRole("row", { name: /boxed/ })).toContainText("version 2");
});
