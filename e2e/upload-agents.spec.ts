/** A table of 500 agents, seven rows of which are wrong: looked at, corrected where it can be, and taken over as a whole. */
import { writeFileSync } from "node:fs";
import { listAuditOp } from "@/lib/audit/contract";
import { listAgentsOp } from "@/lib/inventory/contract";
import { adminPerson, adminState, api, expect, test } from "./support/journey";

test.use({ storageState: adminState });

const wrong: Record<number, string> = {
  40: "Upload 40,,openai,low,",
  80: "Upload 80,Answers mail,openai,gigantic,",
  120: "Upload 120,Answers mail,openai,low,nobody@example.test",
  160: "Upload 159,Answers mail,openai,low,",
  200: ",Answers mail,openai,low,",
  240: '"=HYPERLINK(""x"")",Answers mail,openai,low,',
  280: "Upload 280,Answers mail, and letters,openai,low,",
};

test("500 agents with seven bad rows: previewed, mended, and imported in one act", async ({ page }, info) => {
  const rows = Array.from({ length: 500 }, (_, place) => {
    const number = place + 1;
    return wrong[number] ?? `Upload ${number},Answers mail,openai,low,${number % 2 ? adminPerson.email : ""}`;
  });
  const file = info.outputPath("agents.csv");
  writeFileSync(file, `Agent,What it is for,Platform,Risk,Owner\r\n${rows.join("\r\n")}\r\n`);
  const count = async () => (await api()(listAgentsOp, { q: "Upload ", limit: 1 })).total;

  await page.goto("/agents");
  await page.getByRole("link", { name: "Import" }).click();
  await expect(page.getByRole("button", { name: "Choose a file" })).toBeEnabled();
  await page.getByLabel("Table of agents").setInputFiles(file);
  await page.getByLabel("What it is for").selectOption("purpose");
  await expect(page.getByText("agents.csv: 500 rows: 493 new, 7 not taken")).toBeVisible();
  await expect(page.getByRole("button", { name: "Import 493 agents" })).toBeDisabled();
  expect(await count()).toBe(0);

  const line = (number: number) => page.getByRole("listitem").filter({ hasText: `Line ${number}` });
  await line(41).getByLabel("Purpose").fill("Sorts mail");
  await line(81).getByLabel("Risk tier").fill("high");
  await line(121).getByLabel("Owner").fill(adminPerson.email);
  await line(161).getByLabel("Name").fill("Upload 160");
  await line(201).getByLabel("Name").fill("Upload 200");
  await line(241).getByLabel("Name").fill("Upload 240");
  await page.getByRole("button", { name: "Check the corrections" }).click();
  await expect(page.getByText("agents.csv: 500 rows: 499 new, 1 not taken")).toBeVisible();
  await page.getByLabel("Leave out the 1 row that cannot be taken").check();
  await page.getByRole("button", { name: "Import 499 agents" }).click();
  await expect(page.getByText("499 agents registered, 0 changed")).toBeVisible();
  expect(await count()).toBe(499);
  const { items } = await api()(listAuditOp, { action: "agents.imported" });
  expect(items).toHaveLength(1);

  const exported = await page.request.get("/agents/export?q=Upload%20");
  writeFileSync(file, await exported.body());
  await page.getByRole("link", { name: "See the agents" }).click();
  await page.getByRole("link", { name: "Import" }).click();
  await expect(page.getByRole("button", { name: "Choose a file" })).toBeEnabled();
  await page.getByLabel("Table of agents").setInputFiles(file);
  await expect(page.getByText("agents.csv: 499 rows: 499 as they are")).toBeVisible();
});
