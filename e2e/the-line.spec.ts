/** The whole line: a real agent's real tool call is allowed, denied and held by policy from the console, and the agent is killed. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { listCallsOp } from "@/lib/activity/contract";
import { listAuditOp } from "@/lib/audit/contract";
import { listCheckpointsOp } from "@/lib/checkpoints/contract";
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
  agent = await filesAgent("Line agent");
  client = await connectThroughProxy(agent);
});
test.afterAll(() => client.close());

const read = (file: string) =>
  client.callTool({ name: "read_text_file", arguments: { path: path.join(agent.folder, file) } });
const pay = (name: string, content: string) =>
  client.callTool(
    { name: "write_file", arguments: { path: path.join(agent.folder, "payments", name), content } },
    undefined,
    { timeout: 60_000 },
  );

test("before anything is approved, everything is refused with the reason", async () => {
  await expect(read("open/hello.txt")).rejects.toThrow(/not|no|approved|published/i);
});

test("tools that the proxy saw wait for a person, who approves them; policy is published and acknowledged", async ({
  page,
}) => {
  await page.goto(`/tools?server=${agent.server}`);
  await expect(page.getByText("read_text_file").first()).toBeVisible();
  await approveTools(agent.server);
  await publishFilePolicies(agent);
  await page.goto("/points");
  await expect(page.getByText(`${agent.name} proxy`).first()).toBeVisible();
  const reads = () =>
    read("open/hello.txt").then(
      () => true,
      () => false,
    );
  await expect.poll(reads).toBe(true);
});

test("an allowed call goes through and a forbidden one is denied with the reason", async ({ page }) => {
  const answer = await read("open/hello.txt");
  expect(JSON.stringify(answer.content)).toContain("hello from the real file server");
  await expect(read("secrets/key.txt")).rejects.toThrow(/Secrets are not read/);
  // Points report in batches, and a page never moves its rows under the reader: it is opened once the call is on record.
  const forbidden = async () => (await api()(listCallsOp, { agentId: agent.agentId, code: "forbidden" })).items.length;
  await expect.poll(forbidden).toBe(1);
  await page.goto(`/activity?agentId=${agent.agentId}&code=forbidden`);
  await page
    .getByRole("row", { name: /read_text_file.*Denied/ })
    .first()
    .getByRole("link")
    .first()
    .click();
  await expect(page.getByText(/Secrets are not read/).first()).toBeVisible();
});

test("a held call waits, an admin approves it in the browser, and it proceeds exactly once", async ({ page }) => {
  const file = path.join(agent.folder, "payments", "first.txt");
  const held = pay("first.txt", "pay 500 to ACME");
  await page.goto("/checkpoints?box=mine");
  await page
    .getByRole("link", { name: /write_file/ })
    .first()
    .click();
  await expect(page.getByText("pay 500 to ACME").first()).toBeVisible();
  await expect(page.getByText(/Payment files wait for an admin/).first()).toBeVisible();
  expect(existsSync(file)).toBe(false);
  await page.getByRole("button", { name: "Approve", exact: true }).click();
  await held;
  expect(readFileSync(file, "utf8")).toBe("pay 500 to ACME");
  await expect(page.getByText(/redeemed|released|used/i).first()).toBeVisible();
  const written = async () => {
    const { items } = await api()(listCallsOp, { agentId: agent.agentId, tool: `${agent.server}/write_file` });
    return items.filter(({ outcome }) => outcome === "succeeded").length;
  };
  await expect.poll(written).toBe(1);
});

test("a denied call does not run, and the agent hears the person's reason", async ({ page }) => {
  const held = pay("second.txt", "pay 9000 to <b>EVIL</b> \u202Egpj.exe");
  const refused = expect(held).rejects.toThrow(/not a supplier of ours/);
  await page.goto("/checkpoints?box=mine");
  await page
    .getByRole("link", { name: /write_file/ })
    .first()
    .click();
  await expect(page.getByText("U+202E").first()).toBeVisible();
  await expect(page.locator("main b", { hasText: "EVIL" })).toHaveCount(0);
  await page.getByRole("button", { name: /^Deny/ }).first().click();
  await page
    .getByLabel(/Reason|why/i)
    .last()
    .fill("not a supplier of ours");
  await page.getByRole("button", { name: /^Deny/ }).last().click();
  await refused;
  expect(existsSync(path.join(agent.folder, "payments", "second.txt"))).toBe(false);
});

test("a kill from the browser refuses the next call, cancels what waits, and shows the point's time", async ({
  page,
}) => {
  const held = pay("third.txt", "too late");
  const cancelled = expect(held).rejects.toThrow();
  await expect
    .poll(async () => (await api()(listCheckpointsOp, { box: "open", agentId: agent.agentId })).items.length)
    .toBe(1);
  await page.goto(`/agents/${agent.agentId}`);
  await page.getByRole("button", { name: /^Kill/ }).first().click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByLabel(/Reason/).fill("it misbehaves");
  const word = dialog.getByLabel(/Type/);
  if (await word.count()) await word.fill(agent.name);
  await dialog.getByRole("button", { name: /^Kill/ }).click();
  await cancelled;
  await expect(page.getByText(/\d+ ms/).first()).toBeVisible();
  await expect(read("open/hello.txt")).rejects.toThrow(/killed/i);
});

test("all of it is in the audit log, and the dashboard counts it", async ({ page }) => {
  const { items } = await api()(listAuditOp, { limit: 200 });
  const actions = new Set(items.map(({ action }) => action));
  for (const action of [
    "agent.registered",
    "point.enrolled",
    "tool.approved",
    "bundle.published",
    "checkpoint.approved",
    "grant.redeemed",
    "checkpoint.denied",
    "agent.killed",
  ]) {
    expect(actions, action).toContain(action);
  }
  await page.goto("/audit");
  await expect(
    page
      .getByText("agent.killed")
      .or(page.getByText(/killed/i))
      .first(),
  ).toBeVisible();
  await page.goto("/");
  await expect(page.getByRole("heading").first()).toBeVisible();
});
