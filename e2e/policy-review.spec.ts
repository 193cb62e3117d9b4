/** A weaker set of policies: tested, reviewed, asked for, confirmed by somebody else with a passkey, and in force at a real point. */
import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { createPolicyOp, editPolicyOp, listBundlesOp, listPoliciesOp } from "@/lib/policy/contract";
import { createPolicyTestOp } from "@/lib/policy/test-contract";
import { expectReadable } from "./support/accessibility";
import {
  adminState,
  api,
  approveTools,
  connectThroughProxy,
  expect,
  type FilesAgent,
  filesAgent,
  publishFilePolicies,
  test,
} from "./support/journey";
import { agreedOn, second, secondPerson } from "./support/second-person";

test.describe.configure({ mode: "serial" });
test.use({ storageState: adminState });

let agent: FilesAgent;
let client: Client;

test.beforeAll(async () => {
  await secondPerson();
  agent = await filesAgent("Review agent");
  client = await connectThroughProxy(agent);
  await approveTools(agent.server);
  await publishFilePolicies(agent);
});
test.afterAll(() => client.close());

const policy = async (part: string) => {
  const found = (await api()(listPoliciesOp, {})).items.find(({ slug }) => slug === `${agent.server}-${part}`);
  if (!found) throw new Error(`${part} is missing`);
  return found;
};
/** What the real proxy says to reading the secret. */
async function readSecret(): Promise<string> {
  const args = { path: `${agent.folder}/secrets/key.txt` };
  const answer = await client
    .callTool({ name: "read_text_file", arguments: args }, undefined, { timeout: 30_000 })
    .catch((error: unknown) => ({ content: [{ text: String(error) }] }));
  return JSON.stringify(answer.content);
}

test("a test that fails stops the publication, and says what came out and why", async ({ page }, info) => {
  const call = api();
  await call(createPolicyTestOp, {
    name: "Secrets are never read",
    principal: { kind: "agent", id: agent.agentId },
    tool: `${agent.server}/read_text_file`,
    arguments: { path: "/x/secrets/key.txt" },
    expected: "deny",
  });
  const forbid = await policy("secrets");
  await call(editPolicyOp, { id: forbid.id, version: forbid.current.version, status: "disabled" });
  await page.goto("/policies/tests");
  await page.getByRole("button", { name: "Run the tests" }).click();
  await expect(page.getByText("Fails", { exact: true })).toBeVisible();
  await expect(page.getByText(/It should be denied, and is allowed/)).toBeVisible();
  await expectReadable(page, info, "tests");
  await page.goto("/policies/publish");
  await expect(page.getByText("1 test fails, so nothing can be published.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Ask a second person" })).toBeDisabled();
  await page.goto("/policies/tests");
  await page.getByRole("button", { name: "Change Secrets are never read" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Must be").selectOption("allow");
  await dialog.getByLabel("Name").fill("The review agent reads its key");
  await dialog.getByRole("button", { name: "Keep the test" }).click();
  // It would let through what it denied, so that takes two as well.
  await agreedOn(page);
  await page.reload();
  await expect(page.getByRole("cell", { name: "The review agent reads its key" }).first()).toBeVisible();
});

test("a weaker set is shown for what it is, waits for somebody else, and is in force at the point once confirmed", async ({
  page,
}, info) => {
  expect(await readSecret()).not.toContain("nobody reads this");
  await page.goto("/policies/publish");
  await expect(page.getByRole("heading", { name: "What becomes weaker" })).toBeVisible();
  await expect(page.getByText(/forbids nothing any more/)).toBeVisible();
  await expect(page.getByText("Newly allowed", { exact: true })).toBeVisible();
  await expectReadable(page, info, "publish");
  await page.getByLabel(/^Reason/).fill("The agent has to read its own key");
  await page.getByRole("button", { name: "Ask a second person" }).click();
  await expect(page.getByText("Somebody else has to confirm this")).toBeVisible();
  await expect(page.getByRole("button", { name: "Confirm with passkey" })).toHaveCount(0);
  await expectReadable(page, info, "change");
  expect(await readSecret()).not.toContain("nobody reads this");

  const sam = await secondPerson();
  await sam.goto("/policies/changes");
  await sam
    .getByRole("link", { name: /Publish a change/ })
    .first()
    .click();
  await expect(sam.getByText("The agent has to read its own key")).toBeVisible();
  await sam.getByRole("button", { name: "Confirm with passkey" }).click();
  await expect(sam.getByText("Confirmed", { exact: true }).first()).toBeVisible();
  await expect.poll(readSecret).toContain("nobody reads this");
  await expect(page.getByText(new RegExp(second.name)).first()).toBeVisible();
});

test("an earlier revision is held to the tests too, and comes back in one act where it is stricter", async ({
  page,
}) => {
  const published = (await api()(listBundlesOp, {})).items.filter(({ cause }) => cause === "published");
  const goBack = async () => {
    await page.goto(`/policies/revisions?open=${published[1]?.revision}`);
    await page.getByRole("button", { name: "Put these policies in force again" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Go back" }).click();
  };
  await goBack();
  await expect(page.getByText(/a case fails. “The review agent reads its key”/)).toBeVisible();
  expect(await readSecret()).toContain("nobody reads this");
  await page.goto("/policies/tests");
  await page.getByRole("button", { name: "Delete The review agent reads its key" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await agreedOn(page);
  await page.reload();
  await expect(page.getByText("No tests yet")).toBeVisible();
  await goBack();
  await expect(page.getByText(/has the policies of revision/)).toBeVisible();
  await expect.poll(readSecret).not.toContain("nobody reads this");
});

test("what is stricter needs nobody else", async ({ page }) => {
  await api()(createPolicyOp, {
    slug: `${agent.server}-no-listing`,
    title: "Folders are not listed",
    text: `forbid (principal, action == Action::"${agent.server}/list_directory", resource);`,
  });
  const forbid = await policy("secrets");
  await api()(editPolicyOp, { id: forbid.id, version: forbid.current.version, status: "active" });
  await page.goto("/policies/publish");
  await expect(page.getByText("Folders are not listed").first()).toBeVisible();
  await expect(page.getByRole("heading", { name: "What becomes weaker" })).toHaveCount(0);
  await page.getByRole("button", { name: "Publish 1 change" }).click();
  await expect(page.getByText(/is signed and sent out/)).toBeVisible();
});

test("a rule is written by the form, as text that the form reads back", async ({ page }, info) => {
  const tool = `${agent.server}/write_file`;
  await page.goto("/policies/new");
  await page.getByLabel(/^Title/).fill(`No notes for ${agent.server}`);
  await page.getByText("Fill in a form").click();
  await page.getByLabel("Tools", { exact: true }).selectOption(tool);
  await page.getByLabel("Argument", { exact: true }).selectOption("path");
  await page.getByLabel("Is", { exact: true }).selectOption("fits");
  await page.getByLabel("Value", { exact: true }).fill("*/notes/*");
  await expectReadable(page, info, "form");
  await page.getByRole("button", { name: "Add the limit" }).click();
  await expect(page.getByText("The text below says exactly this.")).toBeVisible();
  await expect(page.locator(".cm-content")).toContainText("like");
  await page.getByRole("button", { name: "Keep as version 1" }).click();
  await page.waitForURL(/\/policies\/pol_/);
  await page.getByText("Fill in a form").click();
  await expect(page.getByRole("radio", { name: /^Deny/ })).toBeChecked();
  await expect(page.getByRole("button", { name: `Remove ${tool}` })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Remove path like/ })).toBeVisible();
});

test("a ready policy is adopted with its tests, and a denial is explained by what would have to differ", async ({
  page,
}, info) => {
  await page.goto("/policies/library?class=data.write");
  await page.getByRole("link", { name: "Writes go only to an agent’s own places" }).click();
  await page.getByLabel("Agents", { exact: true }).selectOption(agent.agentId);
  await page.getByLabel(/^Tool/).selectOption(`${agent.server}/write_file`);
  await page.getByLabel(/^Argument/).selectOption("path");
  await page.getByLabel(/^It may be/).fill("*/own/*");
  await expect(page.getByText(/2 tests come with it/)).toBeVisible();
  await expect(page.getByText(/1 of them fails without it/)).toBeVisible();
  await expectReadable(page, info, "library");
  await page.getByRole("button", { name: "Adopt with its tests" }).click();
  await page.waitForURL(/\/policies\/pol_/);
  await expect(page.getByRole("link", { name: "From the library" })).toBeVisible();

  await page.goto("/policies/try");
  await page.getByLabel("Agent", { exact: true }).selectOption(agent.agentId);
  await page.getByLabel("Tool", { exact: true }).selectOption({ label: `${agent.server}/list_directory` });
  await page.getByRole("button", { name: "Ask what would be decided" }).click();
  const differ = page.getByRole("region", { name: "What would have to differ" });
  await expect(differ.getByText("without the policy").first()).toBeVisible();
  await expect(differ.getByRole("link", { name: "Folders are not listed" }).first()).toBeVisible();
  await expectReadable(page, info, "why");
});
