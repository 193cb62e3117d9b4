/** Re-attestation: a campaign is started, the owner sees what the agent may use and never did, and answers; it ends up as evidence. */
import { listPeopleOp } from "@/lib/identity/contract";
import { editAgentOp, getAgentOp } from "@/lib/inventory/contract";
import { expectReadable } from "./support/accessibility";
import {
  adminState,
  api,
  approveTools,
  connectThroughProxy,
  consoleUrl,
  expect,
  filesAgent,
  publishFilePolicies,
  test,
} from "./support/journey";
import { acceptInvitation } from "./support/second-person";

test.use({ storageState: adminState });

const owner = { name: "Olga Owner", email: "olga@example.test", password: "olga keeps her own battery staple" };

test("an owner is asked anew, sees what was never used, and contests the scope", async ({ page, browser }, info) => {
  // A real proxy, a publication that a second person confirms, and somebody new come before what is shown here.
  test.slow();
  const call = api();
  const agent = await filesAgent("Attested agent");
  const client = await connectThroughProxy(agent);
  await approveTools(agent.server);
  await publishFilePolicies(agent);
  await expect
    .poll(() =>
      client.callTool({ name: "list_directory", arguments: { path: agent.folder } }).then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
  await client.close();
  const context = await browser.newContext({ baseURL: consoleUrl, storageState: { cookies: [], origins: [] } });
  const hers = await context.newPage();
  await acceptInvitation(hers, { ...owner, roles: ["owner"] });
  const { items: people } = await call(listPeopleOp, { q: owner.email });
  const { version } = await call(getAgentOp, { id: agent.agentId });
  await call(editAgentOp, { id: agent.agentId, version, ownerId: people[0]?.id });

  await page.goto("/agents/attestations");
  await page.getByRole("button", { name: "Start a campaign" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Title").fill("Spring review");
  await dialog.getByLabel("To be answered by").fill("2020-01-01");
  await dialog.getByLabel("Team").fill(agent.name);
  await dialog.getByRole("button", { name: "Start it" }).click();
  await expect(dialog.getByText("The date is past.")).toBeVisible();
  await dialog.getByLabel("To be answered by").fill(new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10));
  await dialog.getByRole("button", { name: "Start it" }).click();
  await expect(page.getByRole("heading", { name: "Spring review" })).toBeVisible();

  await hers.goto("/agents/attestations");
  await hers.getByRole("link", { name: "Spring review" }).click();
  await hers.getByRole("link", { name: agent.name }).click();
  await expect(hers.getByRole("row", { name: /list_directory(?!_)/ })).not.toContainText("never");
  await expect(hers.getByRole("row", { name: /write_file/ })).toContainText("never");
  const attest = hers.getByRole("button", { name: "Attest" });
  await expect(attest).toBeDisabled();
  await hers.getByRole("radiogroup", { name: "Is it still needed?" }).getByLabel("Yes").check();
  await hers.getByRole("radiogroup", { name: "Is it still yours?" }).getByLabel("Yes").check();
  await hers.getByRole("radiogroup", { name: "Is what it may use still right?" }).getByLabel("No").check();
  await hers.getByLabel("Note").fill("It only lists folders: writing should go.");
  await expectReadable(hers, info, "attest");
  await attest.click();
  await expect(hers.getByRole("status").filter({ hasText: "Not this scope" })).toBeVisible();
  await context.close();

  await page.reload();
  await expect(page.getByRole("row", { name: new RegExp(agent.name) })).toContainText("Not this scope");
  const review = await (await page.request.get(`${page.url()}/export`)).text();
  expect(review).toContain(`${agent.server}/write_file`);
  expect(review).toContain(owner.name);
  await page.goto("/findings");
  await expect(page.getByText(`${owner.name} says that ${agent.name} may do other than it should`)).toBeVisible();
});
