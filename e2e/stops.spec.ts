/** A server is stopped by order: preview, typed confirmation, proof from the point, a certificate for openssl, release by two. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import type { Page } from "@playwright/test";
import { listStopOrdersOp } from "@/lib/enforcement/stop-contract";
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
import { secondPerson } from "./support/second-person";

test.use({ storageState: adminState });
test.describe.configure({ mode: "serial" });

let agent: FilesAgent;
let client: Client;

test.beforeAll(async () => {
  agent = await filesAgent("Stopped agent");
  client = await connectThroughProxy(agent);
  await approveTools(agent.server);
  await publishFilePolicies(agent);
});
test.afterAll(() => client.close());

/** "ran", or why not. */
const read = () =>
  client
    .callTool({ name: "read_text_file", arguments: { path: path.join(agent.folder, "open/hello.txt") } })
    .then(() => "ran")
    .catch((error: Error) => error.message);
const orderOf = async () =>
  (await api()(listStopOrdersOp, {})).items.find(
    ({ scope }) => scope.kind === "server" && scope.server === agent.server,
  );

async function download(page: Page, name: string, folder: string): Promise<string> {
  const file = await page.waitForEvent("download", (found) => found.suggestedFilename() === name);
  const place = path.join(folder, name);
  await file.saveAs(place);
  return place;
}

test("nothing is stopped before its name is typed, and then its next call is refused with the order's reason", async ({
  page,
}) => {
  await expect.poll(read).toBe("ran");
  await page.goto("/points/stops/new");
  await page.getByRole("radio", { name: /^A server/ }).click();
  await page.getByRole("combobox", { name: /^Server/ }).fill(agent.server);
  await page.getByRole("button", { name: "Show what it would stop" }).click();
  await expect(page.getByText(/Nothing is stopped yet/)).toBeVisible();
  expect(await read()).toBe("ran");

  await page.getByRole("button", { name: /^Stop…/ }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByLabel(/Reason/).fill("the server misbehaves");
  await expect(dialog.getByRole("button", { name: "Stop", exact: true })).toBeDisabled();
  await dialog.getByLabel(/Type/).fill(agent.server);
  await dialog.getByRole("button", { name: "Stop", exact: true }).click();
  await page.waitForURL(/\/points\/stops\/ord_/);
  await expect.poll(read).toMatch(/server/i);
  await expect(page.getByText("Confirmed").first()).toBeVisible();
});

test("the point proves it to a probe, and the certificate verifies with openssl and with the command line", async ({
  page,
}) => {
  const order = await orderOf();
  await page.goto(`/points/stops/${order?.orderId}`);
  await expect(page.getByText("Refused").first()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/Containment is certified|Certified, with parts missing/)).toBeVisible({
    timeout: 30_000,
  });
  const folder = mkdtempSync(path.join(tmpdir(), "gatehouse-e2e-certificate-"));
  const names = ["certificate.json", "certificate.sig", "gatehouse-key.pem", "certificate-file.json"];
  const files = names.map((name) => download(page, name, folder));
  await page.getByRole("button", { name: "Download" }).click();
  const [text = "", signature = "", key = "", whole = ""] = await Promise.all(files);
  const openssl = ["pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", key, "-in", text, "-sigfile", signature];
  expect(execFileSync("openssl", openssl, { encoding: "utf8" })).toMatch(/Verified Successfully/);
  expect(JSON.parse(readFileSync(text, "utf8"))).toMatchObject({ order: order?.orderId });
  const gatehouse = path.resolve(import.meta.dirname, "../sdk/bin/gatehouse.mjs");
  execFileSync(process.execPath, [gatehouse, "verify", whole, "--key", key]);
});

test("who asks for its release cannot confirm it; a second person can, and the server works again", async ({
  page,
}) => {
  const order = await orderOf();
  await page.goto(`/points/stops/${order?.orderId}`);
  await page.getByRole("button", { name: /^Release…/ }).click();
  await page
    .getByRole("dialog")
    .getByLabel(/Reason/)
    .fill("mended and tested");
  await page.getByRole("button", { name: "Ask for release" }).click();
  await expect(page.getByText(/waits for a second person/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Confirm release" })).toHaveCount(0);
  expect(await read()).not.toBe("ran");

  const other = await secondPerson();
  await other.goto(`/points/stops/${order?.orderId}`);
  await other.getByRole("button", { name: "Confirm release" }).click();
  await expect(other.getByText("This order is over")).toBeVisible();
  await expect.poll(read).toBe("ran");
});
