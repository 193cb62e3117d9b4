/** What people can do beside agreeing and denying, with a real agent's real call behind the MCP proxy. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { listCallsOp } from "@/lib/activity/contract";
import { listCheckpointsOp } from "@/lib/checkpoints/contract";
import { getReceiptOp } from "@/lib/checkpoints/receipt-contract";
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

test.use({ storageState: adminState });
test.describe.configure({ mode: "serial" });

let agent: FilesAgent;
let client: Client;

test.beforeAll(async () => {
  agent = await filesAgent("Decisions agent");
  client = await connectThroughProxy(agent);
  await approveTools(agent.server);
  await publishFilePolicies(agent);
});
test.afterAll(() => client.close());

const request = async () => (await api()(listCheckpointsOp, { box: "all", agentId: agent.agentId })).items[0];
const pay = (name: string, content: string) =>
  client.callTool(
    { name: "write_file", arguments: { path: path.join(agent.folder, "payments", name), content } },
    undefined,
    { timeout: 90_000 },
  );

test("an admin changes the arguments, approves the changed call, and exactly that runs", async ({ page }) => {
  const file = path.join(agent.folder, "payments", "changed.txt");
  const held = pay("changed.txt", "pay 900 to ACME");
  await expect.poll(async () => (await request())?.status).toBe("pending");
  const asked = await request();
  const id = asked?.id ?? "";

  await page.goto(`/checkpoints/${id}`);
  await page.getByRole("button", { name: "Change the arguments" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("content").fill("pay 90 to ACME");
  await dialog.getByRole("button", { name: "See the difference" }).click();
  await expect(dialog.getByText("Removed:")).toBeAttached();
  await dialog.getByLabel("Reason").fill("The invoice says 90.");
  await dialog.getByRole("button", { name: "Put these in their place" }).click();
  await expect(page.getByText(/changed the arguments/).first()).toBeVisible();
  await expect(page.getByText("The invoice says 90.").first()).toBeVisible();
  await expect(page.getByText(/From the agent, and changed by Ada Admin: nothing here is checked/)).toBeVisible();
  expect(existsSync(file)).toBe(false);
  const changed = await request();
  expect(changed?.digest).not.toBe(asked?.digest);

  await page.getByRole("button", { name: "Approve", exact: true }).click();
  const result = await held;
  expect(readFileSync(file, "utf8")).toBe("pay 90 to ACME");
  expect(JSON.stringify(result.content)).toContain("A person changed the arguments of this call before it ran");
  expect(JSON.stringify(result._meta)).toContain(id);
  await expect.poll(async () => (await request())?.status).toBe("redeemed");
  const receipt = await api()(getReceiptOp, { id });
  expect(receipt).toMatchObject({ digest: changed?.digest, asked: { digest: asked?.digest } });
  const written = async () =>
    (await api()(listCallsOp, { agentId: agent.agentId, tool: `${agent.server}/write_file` })).items.filter(
      ({ outcome }) => outcome === "succeeded",
    );
  await expect.poll(async () => (await written()).length).toBe(1);
  expect((await written())[0]?.argumentsText).toContain("pay 90 to ACME");
});
