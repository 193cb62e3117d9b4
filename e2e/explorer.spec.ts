/** From many calls to the one that matters, with the keyboard, and a file of exactly what is shown. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { listCallsOp } from "@/lib/activity/contract";
import { expectReadable } from "./support/accessibility";
import {
  adminState,
  api,
  approveTools,
  connectThroughProxy,
  expect,
  filesAgent,
  publishFilePolicies,
  test,
} from "./support/journey";

test.use({ storageState: adminState });

test("calls are narrowed by facet and words, read beside the list, followed through their trace, watched live and exported", async ({
  page,
}, info) => {
  const agent = await filesAgent("Explored agent");
  const client = await connectThroughProxy(agent);
  const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
  const read = (file: string) =>
    client
      .callTool({
        name: "read_text_file",
        arguments: { path: path.join(agent.folder, file) },
        _meta: { traceparent: `00-${trace}-00f067aa0ba902b7-01` },
      })
      .then(
        () => true,
        () => false,
      );
  const forbidden = async () =>
    (await api()(listCallsOp, { agentId: agent.agentId, q: "secrets", effect: "deny", code: "forbidden" })).items
      .length;
  try {
    await approveTools(agent.server);
    await publishFilePolicies(agent);
    await expect.poll(() => read("open/hello.txt")).toBe(true);
    for (let n = 0; n < 3; n++) expect(await read("secrets/key.txt")).toBe(false);
    await expect.poll(forbidden).toBe(3);

    await page.goto(`/activity?agentId=${agent.agentId}`);
    await expect(page.getByText("Every call is counted.")).toBeVisible();
    await page.getByRole("button", { name: "Decision" }).click();
    await page.getByRole("menuitemcheckbox", { name: /Allowed/ }).click();
    await page.getByRole("menuitemcheckbox", { name: /Denied/ }).click();
    await expect(page).toHaveURL(/effect=allow%2Cdeny/);
    await page.keyboard.press("Escape");
    await expectReadable(page, info, "explorer with several choices");
    await page.getByRole("button", { name: /Decision: Allowed ?, drop this filter/ }).click();
    await expect(page).toHaveURL(/effect=deny/);
    await page.getByRole("searchbox", { name: /Search tool, reason and agent/ }).fill("secrets not read");
    await expect(page).toHaveURL(/q=secrets/);
    const rows = page.getByRole("table", { name: "Tool calls" }).getByRole("row", { name: /read_text_file/ });
    await expect(rows).toHaveCount(3);

    await page.getByRole("heading", { level: 1 }).click();
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    const peek = page.getByRole("dialog");
    await expect(peek.getByText(/Secrets are not read/).first()).toBeVisible();
    const first = new URL(page.url()).searchParams.get("peek");
    await page.keyboard.press("j");
    await expect.poll(() => new URL(page.url()).searchParams.get("peek")).not.toBe(first);
    await peek.getByRole("button", { name: "Why was it decided so?" }).click();
    await expect(peek.getByRole("heading", { name: "What decided it" })).toBeVisible();
    await expectReadable(page, info, "explorer with a call beside it");
    await page.keyboard.press("Escape");
    await expect(peek).toBeHidden();

    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export" }).click();
    await page.getByRole("menuitem", { name: /NDJSON/ }).click();
    const lines = readFileSync(await (await saved).path(), "utf8")
      .trim()
      .split("\n");
    const listed = await api()(listCallsOp, { agentId: agent.agentId, q: "secrets not read", effect: "deny" });
    expect(lines.map((line) => JSON.parse(line).id)).toEqual(listed.items.map(({ id }) => id));

    await page.getByRole("button", { name: "Pause" }).click();
    expect(await read("secrets/key.txt")).toBe(false);
    await page.getByRole("button", { name: /1 new call — show/ }).click();
    await expect(rows).toHaveCount(4);
    await page.getByRole("button", { name: "Paused, go on" }).click();
    expect(await read("secrets/key.txt")).toBe(false);
    await page.mouse.move(0, 0);
    await expect(rows).toHaveCount(5);

    const stray = `Stray of ${agent.agentId}`;
    const told = [
      {
        id: `old-${agent.agentId}`,
        at: "2024-05-06T07:08:09Z",
        agentName: stray,
        tool: "crm/read",
        decision: "denied",
      },
      { at: "some day", agentName: stray, tool: "crm/read" },
    ];
    const history = `${lines.join("\n")}\n${told.map((one) => JSON.stringify(one)).join("\n")}\n`;
    const file = { name: "history.ndjson", mimeType: "application/x-ndjson", buffer: Buffer.from(history) };
    await page.goto("/activity/import");
    await page.getByLabel("File of calls").setInputFiles(file);
    await expect(page.getByText(/5 calls: 1 new, 3 there already, 1 not taken/)).toBeVisible();
    await expect(page.getByText("Line 5")).toBeVisible();
    await expect(page.getByRole("button", { name: "Import 1 call" })).toBeDisabled();
    await expectReadable(page, info, "import of calls");
    await page.setViewportSize({ width: 390, height: 844 });
    await expectReadable(page, info, "import of calls on a phone");
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole("checkbox", { name: /Leave out the 1 row/ }).check();
    await page.getByRole("button", { name: "Import 1 call" }).click();
    await page.getByRole("link", { name: "See the calls" }).click();
    await page
      .getByRole("row", { name: /crm\/read/ })
      .filter({ hasText: stray })
      .getByRole("link", { name: "crm/read" })
      .click();
    await expect(peek.getByText("history.ndjson")).toBeVisible();
    await expectReadable(page, info, "an imported call beside the list");

    await page.goto(`/activity/${listed.items[0]?.id}`);
    const waterfall = page.getByRole("list", { name: "Waterfall of the trace" });
    await expect(waterfall.getByRole("link", { name: /read_text_file/ }).first()).toBeVisible();
    await page.getByRole("link", { name: "Trace on a page of its own" }).click();
    await expect(page).toHaveURL(new RegExp(`/activity/traces/${trace}$`));
    await expect(waterfall.getByRole("link", { name: agent.name })).toBeVisible();
    await expectReadable(page, info, "trace");
    await page.setViewportSize({ width: 360, height: 800 });
    await expectReadable(page, info, "trace on a phone");
    await page.getByRole("button", { name: "Show table" }).click();
    await expect(page.getByRole("table", { name: "The trace as a table" })).toBeVisible();
  } finally {
    await client.close();
  }
});
