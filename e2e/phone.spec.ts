/** On a phone of 390 points: an approver decides, and a kill is at hand. */
import path from "node:path";
import {
  adminState,
  approveTools,
  connectThroughProxy,
  expect,
  filesAgent,
  publishFilePolicies,
  test,
} from "./support/journey";

test.use({ storageState: adminState });

test("an approver decides a held call with one hand", async ({ page }) => {
  const agent = await filesAgent("Phone agent");
  const client = await connectThroughProxy(agent);
  try {
    await approveTools(agent.server);
    await publishFilePolicies(agent);
    const list = () => client.callTool({ name: "list_directory", arguments: { path: agent.folder } });
    await expect
      .poll(() =>
        list().then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    const held = client.callTool(
      { name: "write_file", arguments: { path: path.join(agent.folder, "payments", "p.txt"), content: "pay" } },
      undefined,
      { timeout: 60_000 },
    );
    await page.goto("/checkpoints?box=mine");
    await page
      .getByRole("link", { name: /write_file/ })
      .first()
      .click();
    const approve = page.getByRole("button", { name: /^Approve/ });
    await expect(approve).toBeInViewport();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide).toBeLessThanOrEqual(0);
    await approve.click();
    await held;
  } finally {
    await client.close();
  }
});
