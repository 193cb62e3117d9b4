/** An agent that must be isolated: it reaches that stage with canaries that pass, and one boundary that mounts the host takes it away. */
import type { Page } from "@playwright/test";
import { releaseAgentOp } from "@/lib/enforcement/release-contract";
import { listIncidentsOp } from "@/lib/incidents/contract";
import { getAgentOp } from "@/lib/inventory/contract";
import { listIsolationOp, setIsolationOp } from "@/lib/isolation/contract";
import { getAgentStageOp } from "@/lib/maturity/contract";
import { listChangesOp } from "@/lib/maturity/history-contract";
import { sandboxing } from "@/sdk/testing/sandboxing";
import { expectReadable } from "./support/accessibility";
import { type BoxedAgent, boxedAgent, governBox } from "./support/boxed-agent";
import { adminState, api, expect, test } from "./support/journey";
import { confirmed, secondPerson } from "./support/second-person";

test.use({ storageState: adminState });
test.describe.configure({ mode: "serial", timeout: 150_000 });

const EXIT = { passed: 0, failed: 1, void: 3 };
const LOOK = { timeout: 60_000, intervals: [500] };

let box: BoxedAgent;
let giveBack: () => Promise<unknown>;
const stage = async () => (await api()(getAgentStageOp, { id: box.id })).stage;
const canaryRequirement = async () =>
  (await api()(getAgentStageOp, { id: box.id })).requirements.find((one) => one.id === "canaries");
const newest = async () => (await api()(listChangesOp, { agentId: box.id })).items[0];

async function expectState(page: Page, label: string): Promise<void> {
  await page.goto(`/isolation/${box.id}`);
  await expect(page.getByRole("main").getByText(label, { exact: true }).first()).toBeVisible();
}

test.beforeAll(async () => {
  const call = api();
  box = await boxedAgent("Boxed journey");
  const { setting } = await call(listIsolationOp, {});
  const { updatedAt: _, updatedByName: __, ...usual } = setting;
  const kept = await call(setIsolationOp, { ...usual, suspendOnEscape: true });
  const again = { ...usual, version: kept.done?.version ?? usual.version, reason: "The journey is over." };
  giveBack = async () => confirmed(await call(setIsolationOp, again));
});
test.afterAll(async () => {
  box.stop();
  await giveBack();
});

test("where nothing can be sandboxed, canaries are void and the agent is not isolated", async ({ page }) => {
  await expectState(page, "Never run");
  const { code, said } = await box.canaries({ name: "tight" }, { GATEHOUSE_BWRAP: "/nowhere/bwrap" });
  expect(code, said).toBe(EXIT.void);
  expect(said).not.toMatch(/^contained/m);
  await expectState(page, "Void");
  expect(await canaryRequirement()).not.toMatchObject({ state: "met" });
});

test.describe("in a sandbox", () => {
  // Counted as skipped in the last line of `npm test`: a kernel without user namespaces can show the case above alone.
  test.skip(!sandboxing, "bubblewrap cannot make a sandbox on this machine: no user namespaces, or not installed");

  test("an agent whose program runs in its boundary, and whose canaries pass, reaches the stage isolate", async ({
    page,
  }, info) => {
    const tight = { name: "tight", egress: [box.rule] };
    expect(await box.start(tight)).toMatch(/wait for approval in the console: sandbox\/run/);
    await governBox(box);
    await expect.poll(() => box.start(tight), { timeout: 20_000 }).toMatch(/^GET 200 POST 403$/m);
    expect(box.asked).toEqual(["GET /v1"]);
    expect(await stage()).not.toBe("isolate");
    const { code, said } = await box.canaries(tight);
    expect(code, said).toBe(EXIT.passed);
    expect(said).not.toContain("ESCAPED");
    await expectState(page, "Isolated");
    await expectReadable(page, info, "isolated");
    await expect.poll(async () => (await newest())?.toStage, LOOK).toBe("isolate");
    await page.goto(`/agents/${box.id}`);
    await expect(page.getByRole("region", { name: "Stage isolate" }).getByText("3 of 3 met")).toBeVisible();
    await expect(page.locator("#history").getByText(/^(From .+ to|First measured:) isolate$/)).toBeVisible();
  });

  test("a boundary that mounts the host lets canaries out: the agent is suspended, frozen, and its stage falls with that reason", async ({
    page,
  }, info) => {
    const open = await box.canaries({ name: "open", read: ["/"] });
    expect(open.code, open.said).toBe(EXIT.failed);
    await expectState(page, "Canaries got out");
    await expect(page.getByText("The agent is suspended.")).toBeVisible();
    await expect(page.getByRole("table", { name: /Runs of the agent/ }).getByText("Frozen")).toBeVisible();
    await expectReadable(page, info, "escaped");
    expect(await canaryRequirement()).toMatchObject({ state: "unmet" });
    expect(await api()(getAgentOp, { id: box.id })).toMatchObject({ status: "suspended" });
    await expect.poll(async () => (await newest())?.kind, LOOK).toBe("stopped");
    const incidents = async () => (await api()(listIncidentsOp, { agentId: box.id })).items;
    await expect.poll(async () => (await incidents()).map(({ severity }) => severity), LOOK).toEqual(["critical"]);
    await page.goto(`/agents/${box.id}`);
    const history = page.locator("#history");
    await expect(history.getByText("Stopped: no stage")).toBeVisible();
    await expect(
      history.getByText(/It is suspended: .*Canaries got out of its sandbox: .*files\.read-secret/),
    ).toBeVisible();
    await page.goto("/findings");
    await expect(page.getByText(/Boxed journey/).first()).toBeVisible();
  });

  test("released by a second person, it stays below isolate until its canaries pass again", async ({ page }) => {
    const { request } = await api()(releaseAgentOp, { id: box.id, reason: "the profile is narrowed" });
    const other = await secondPerson();
    await other.goto(`/agents/${box.id}`);
    await other.getByRole("button", { name: "Confirm release" }).click();
    await expect.poll(stage, LOOK).toBe("enforce");
    await page.goto(`/agents/${box.id}`);
    const asks = page.getByRole("region", { name: "Stage isolate" });
    await expect(asks.getByText("2 of 3 met")).toBeVisible();
    await expect(asks.getByText(/In the last run of its canaries .* got out/)).toBeVisible();
    expect(request).not.toBeNull();
  });
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
