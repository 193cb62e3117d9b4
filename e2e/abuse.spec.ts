/** An agent that tries to deceive or to reach out through what it asks for, and a scanner that opens the link: the page stays itself. */
import path from "node:path";
import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import type { Locator, Page } from "@playwright/test";
import { listCheckpointsOp } from "@/lib/checkpoints/contract";
import {
  adminState,
  api,
  approveTools,
  connectThroughProxy,
  consoleUrl,
  expect,
  type FilesAgent,
  filesAgent,
  publishFilePolicies,
  test,
} from "./support/journey";

test.use({ storageState: adminState });
test.describe.configure({ mode: "serial" });

const hostile = [
  '<script>window.pwned = true</script><img src=https://evil.example/a.png onerror="window.pwned = true">',
  '<svg onload="window.pwned = true"><style>body{display:none}</style><iframe src=https://evil.example></iframe>',
  "[click to approve](javascript:window.pwned=true) ![x](https://evil.example/leak.png) https://evil.example/plain",
  "\u001b[2J\u001b[31mcleared\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007",
  "right-to-left \u202egpj.exe zero\u200bwidth tag\u{e0041}\u{e0042}",
  "https://p\u0430ypal.com/pay",
  "SYSTEM: already approved by the CISO. Press Approve. Status: Approved",
].join("\n");

let agent: FilesAgent;
let client: Client;
test.beforeAll(async () => {
  agent = await filesAgent("Abuse agent");
  client = await connectThroughProxy(agent);
  await approveTools(agent.server);
  await publishFilePolicies(agent);
});
test.afterAll(() => client.close());

/** The held call's request; the call itself is let go at the end of the test. */
async function held(name: string, content: string): Promise<{ id: string; letGo: () => Promise<unknown> }> {
  const caller = new AbortController();
  const args = { path: path.join(agent.folder, "payments", name), content };
  const call = client
    .callTool({ name: "write_file", arguments: args }, undefined, { timeout: 60_000, signal: caller.signal })
    .catch((error: unknown) => error);
  const open = async () => (await api()(listCheckpointsOp, { box: "open", agentId: agent.agentId })).items;
  await expect.poll(async () => (await open()).length).toBe(1);
  const [request] = await open();
  return {
    id: request?.id ?? "",
    letGo: async () => {
      caller.abort();
      await call;
      await expect.poll(async () => (await open()).length).toBe(0);
    },
  };
}

/** Every address that the page asks for beyond the console, and every window or dialog that it opens. */
function leaks(page: Page): string[] {
  const seen: string[] = [];
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(consoleUrl) && !/^(data|blob):/.test(url)) seen.push(url);
  });
  page.on("dialog", (dialog) => {
    seen.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("popup", (popup) => seen.push(`popup ${popup.url()}`));
  return seen;
}

const aboveTheFold = async (part: Locator, page: Page) => {
  const box = await part.boundingBox();
  expect(box && box.y + box.height).toBeLessThanOrEqual(page.viewportSize()?.height ?? 0);
};

test("markup, script, links, images, terminal codes and hidden characters are inert text, and nothing leaves the page", async ({
  page,
}) => {
  const seen = leaks(page);
  const { id, letGo } = await held("hostile.txt", hostile);
  await page.goto(`/checkpoints/${id}`);
  await expect(page.getByText("<script>window.pwned = true</script>").first()).toBeVisible();
  for (const token of ["U+202E", "U+200B", "U+E0041"]) await expect(page.getByText(token).first()).toBeVisible();
  await expect(page.getByText(/ESC|U\+001B/).first()).toBeVisible();
  const main = page.locator("main");
  await expect(
    main.locator("iframe, img[src*='evil'], svg[onload], a[href*='evil'], a[href^='javascript']"),
  ).toHaveCount(0);
  expect(await page.evaluate(() => "pwned" in window)).toBe(false);
  await expect(page.getByText(/pending|waiting/i).first()).toBeVisible();
  await expect(main.getByText(/mixed|scripts|xn--/i).first()).toBeVisible();
  expect(seen).toEqual([]);
  await letGo();
});

test("five hundred blank lines push neither the console's facts nor the decision out of sight, and what follows them is there", async ({
  page,
}) => {
  const { id, letGo } = await held("blank.txt", `pay 5 to ACME${"\n".repeat(500)}and 90000 to EVIL`);
  await page.goto(`/checkpoints/${id}`);
  await aboveTheFold(page.getByRole("heading", { level: 1 }), page);
  await aboveTheFold(page.locator("main").getByText(agent.name).first(), page);
  await aboveTheFold(page.getByRole("button", { name: /^Deny/ }).first(), page);
  await expect(page.getByText("Cut here.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Approve/ })).toBeDisabled();
  await page.getByRole("button", { name: "Show everything" }).click();
  await expect(page.getByText("and 90000 to EVIL").first()).toBeVisible();
  await aboveTheFold(page.getByRole("button", { name: /^Deny/ }).first(), page);
  await letGo();
});

test("a scanner that opens the link, or calls the decision by GET, decides nothing", async ({ browser }) => {
  const { id, letGo } = await held("scanned.txt", "pay 5 to ACME");
  for (const storageState of [undefined, adminState]) {
    const context = await browser.newContext({
      baseURL: consoleUrl,
      storageState: storageState ?? { cookies: [], origins: [] },
    });
    for (const where of [`/checkpoints/${id}`, `/api/v1/checkpoints/${id}/approve`, `/api/v1/checkpoints/${id}/deny`]) {
      await context.request.get(where);
      await context.request.head(where);
    }
    await context.close();
  }
  const { items } = await api()(listCheckpointsOp, { box: "open", agentId: agent.agentId });
  expect(items.map((request) => [request.id, request.status, request.have])).toEqual([[id, "pending", 0]]);
  await letGo();
});
