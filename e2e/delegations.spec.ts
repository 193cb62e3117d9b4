/** One agent acts through another: asked for and signed in the console, held at a real point, let through by breaking the glass. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { BrowserContext, Page } from "@playwright/test";
import { listCheckpointsOp } from "@/lib/checkpoints/contract";
import { invitePointOp } from "@/lib/enforcement/contract";
import { registerAgentOp, registerToolOp } from "@/lib/inventory/contract";
import { createPolicyOp } from "@/lib/policy/contract";
import { connect } from "@/sdk/pep/connect";
import type { EnforcementPoint } from "@/sdk/pep/enforcement-point";
import { expectReadable } from "./support/accessibility";
import { adminPerson, adminState, api, expect, gatewayUrl, publish, test } from "./support/journey";
import { agreed } from "./support/second-person";
import { pageWithPasskeys } from "./support/virtual-passkeys";

// Each page is looked at twice by axe, which takes its time on a busy machine.
test.describe.configure({ mode: "serial", timeout: 180_000 });

const server = "calendar";
let plannerId = "";
let workerId = "";
let point: EnforcementPoint;
let context: BrowserContext;
let page: Page;

test.beforeAll(async ({ browser }) => {
  const call = api();
  const facts = { purpose: "Keeps a calendar in a journey", riskTier: "medium" as const };
  plannerId = (await call(registerAgentOp, { ...facts, name: "Journey planner" })).id;
  workerId = (await call(registerAgentOp, { ...facts, name: "Journey worker" })).id;
  await agreed(registerToolOp, { server, name: "book", operationClass: "data.write", reversibility: "reversible" });
  const text = `permit (principal, action, resource == Server::"${server}");`;
  await call(createPolicyOp, { slug: "journey-calendar", title: "The calendar is open", text });
  await publish("agents through agents");
  const { token } = await call(invitePointOp, { name: "Journey calendar", kind: "sdk", agents: [workerId] });
  const stateDir = mkdtempSync(path.join(tmpdir(), "gatehouse-e2e-delegations-"));
  point = await connect({ url: gatewayUrl, kind: "sdk", stateDir, enrolToken: token });
  context = await browser.newContext({
    storageState: adminState,
    baseURL: process.env.APP_URL,
    viewport: { width: 360, height: 740 },
  });
  page = await pageWithPasskeys(context);
});
test.afterAll(async () => {
  await point?.close();
  await context?.close();
});

test("a delegation is asked for on an agent's page, and one signature is not enough", async ({
  browserName: _,
}, info) => {
  await page.goto(`/agents/${workerId}`);
  await page.getByRole("button", { name: "Request a delegation…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Direction").selectOption("to");
  await dialog.getByLabel(/Other agent/).selectOption({ label: "Journey planner" });
  await dialog.getByLabel(/Reason/).fill("It plans, the worker books.");
  await dialog.getByRole("button", { name: "Ask for signatures" }).click();
  await expect(page.getByText("Waits for signatures")).toBeVisible();
  await page.getByRole("button", { name: "Sign off: Journey planner through Journey worker" }).click();
  await expect(page.getByText(/Signed for Journey planner by Ada Admin/)).toBeVisible();
  await expect(page.getByText("Waits for signatures")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Sign off/ })).toHaveCount(0);
  await expectReadable(page, info, "delegations");
});

test("the call is held with its chain drawn; the glass is broken by passkey, and the review is for somebody else", async ({
  browserName: _,
}, info) => {
  await page.goto("/settings/passkeys");
  await page.getByRole("button", { name: "Add a passkey" }).first().click();
  const adding = page.getByRole("dialog");
  await adding.getByLabel("Name").fill("Ada's key");
  await adding.getByLabel("Your password").fill(adminPerson.password);
  await adding.getByRole("button", { name: "Go on" }).click();
  await expect(adding).toHaveCount(0);

  const request = { agentId: workerId, tool: `${server}/book`, arguments: {}, chain: [plannerId] };
  const held = point.call(request, () => "booked");
  const open = async () => (await api()(listCheckpointsOp, { box: "open", agentId: workerId })).items[0]?.id ?? "";
  await expect.poll(open).not.toBe("");
  await page.goto(`/checkpoints/${await open()}`);
  await expect(page.getByRole("heading", { name: "Through other agents" })).toBeVisible();
  await expect(page.getByText("not signed off: it waits for signatures")).toBeVisible();
  await expectReadable(page, info, "chain");

  await page.getByRole("button", { name: "Break glass…" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByLabel(/Type/).fill("break glass");
  await dialog.getByLabel(/Reason/).fill("Nobody else is in the company yet.");
  await dialog.getByRole("button", { name: "Break glass", exact: true }).click();
  expect(await held).toBe("booked");
  await expect(page.getByText(/Ada Admin broke the glass/)).toBeVisible();

  await page.getByRole("link", { name: "Its review" }).click();
  await expect(page.getByRole("heading", { name: "Broken glass", level: 1 })).toBeVisible();
  await expect(page.getByText("Review open")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Justified/ })).toHaveCount(0);
  await expectReadable(page, info, "broken-glass");
});
