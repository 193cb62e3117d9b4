/** An agent floods people: its held calls are paused, and an admin resumes them and sets the limits, on a phone. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { listCheckpointsOp } from "@/lib/checkpoints/contract";
import { getHoldLimitsOp, setHoldLimitsOp } from "@/lib/checkpoints/flood-contract";
import { invitePointOp } from "@/lib/enforcement/contract";
import { registerAgentOp, registerToolOp } from "@/lib/inventory/contract";
import { createPolicyOp, saveRuleOp } from "@/lib/policy/contract";
import { connect } from "@/sdk/pep/connect";
import { adminState, api, expect, gatewayUrl, publish, test } from "./support/journey";
import { agreed, confirmed, secondPerson } from "./support/second-person";

test.use({ storageState: adminState, viewport: { width: 360, height: 740 } });

test("a flood pauses the agent; who looks for it finds it, resumes it with a reason, and sets limits that are read back", async ({
  page,
}) => {
  const call = api();
  const server = "flood";
  const { id: agentId } = await call(registerAgentOp, { name: "Flood journey", purpose: "Asks too often" });
  await agreed(registerToolOp, { server, name: "note", operationClass: "data.write", reversibility: "reversible" });
  const stages = [{ title: "an admin", need: 1, from: [{ kind: "role" as const, role: "admin" as const }] }];
  await call(saveRuleOp, { slug: "flood-admin", title: "An admin agrees", stages });
  const resource = `resource == Server::"${server}"`;
  const open = { slug: "flood-open", title: "Notes are open", text: `permit (principal, action, ${resource});` };
  await call(createPolicyOp, open);
  const text = `@checkpoint("flood-admin")\nforbid (principal, action, ${resource});`;
  await call(createPolicyOp, { slug: "flood-held", title: "Notes wait", text });
  await secondPerson();
  await publish("a flood");
  const { token } = await call(invitePointOp, { name: "Flood point", kind: "sdk", agents: [agentId] });
  const stateDir = mkdtempSync(path.join(tmpdir(), "gatehouse-e2e-flood-"));
  const point = await connect({ url: gatewayUrl, kind: "sdk", stateDir, enrolToken: token });
  const usual = await call(getHoldLimitsOp, {});
  try {
    const reason = "for the journey";
    await confirmed(await call(setHoldLimitsOp, { perMinute: 100, pauseAfter: 2, reason }));
    const givenUp = new AbortController();
    const ask = (text: string) =>
      point
        .call({ agentId, tool: `${server}/note`, arguments: { text } }, () => text, { signal: givenUp.signal })
        .catch((error: unknown) => error);
    const asked = [ask("one"), ask("two")];
    const waiting = async () => (await call(listCheckpointsOp, { box: "open", agentId })).items.length;
    await expect.poll(waiting).toBe(2);
    expect(String(await ask("three"))).toMatch(/are paused/);

    await page.goto("/checkpoints");
    await page.getByRole("navigation", { name: "Checkpoints" }).getByRole("link", { name: "Limits" }).click();
    const paused = page.getByRole("list", { name: "Paused now" });
    await expect(paused.getByText("2 requests within 10 minutes")).toBeVisible();
    await paused.getByRole("button", { name: "Resume held calls of Flood journey…" }).click();
    const dialog = page.getByRole("alertdialog");
    await dialog.getByLabel(/Reason/).fill("It was a journey.");
    await dialog.getByRole("button", { name: "Resume", exact: true }).click();
    await expect(page.getByText("No agent is paused.")).toBeVisible();
    await expect(page.getByRole("list", { name: "Resumed" }).getByText(/It was a journey/)).toBeVisible();

    await page.getByLabel("Requests in a minute").fill("1");
    await page.getByLabel("Paused at, within 10 minutes").fill("5000");
    await expect(page.getByText(/No agent will ever be paused/)).toBeVisible();
    await page.getByLabel("Requests in a minute").fill("60");
    await page.getByLabel("Paused at, within 10 minutes").fill("150");
    await page.getByRole("button", { name: "Keep the limits" }).click();
    await expect(page.getByText("This weakens enforcement")).toBeVisible();
    await page.getByLabel(/^Reason/).fill("The usual limits again");
    await page.getByRole("button", { name: "Ask a second person" }).click();
    await page.waitForURL(/\/policies\/changes\/chg_/);
    await expect(page.getByText("Somebody else has to confirm this")).toBeVisible();
    await confirmed({ request: { id: new URL(page.url()).pathname.split("/").at(-1) ?? "" } });
    await page.goto("/checkpoints/limits");
    await expect(page.getByLabel("Paused at, within 10 minutes")).toHaveValue("150");
    givenUp.abort();
    await Promise.all(asked);
  } finally {
    // They hold for every agent, so also for those of the other journeys.
    await confirmed(await call(setHoldLimitsOp, { ...usual, reason: "as before" }));
    await point.close();
  }
});
