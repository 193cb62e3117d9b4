/** The rule editor: a rule with two stages and a step, the simulator's answer, and a rule that nobody could meet. */
import { listPeopleOp } from "@/lib/identity/contract";
import { createTeamOp } from "@/lib/identity/team-contract";
import { registerAgentOp } from "@/lib/inventory/contract";
import { listRulesOp } from "@/lib/policy/contract";
import { adminPerson, adminState, api, expect, test } from "./support/journey";
import { agreed } from "./support/second-person";

test.use({ storageState: adminState });

test("an admin writes a rule of two stages, with a step, sees who would be asked and when, and is refused one that nobody could meet", async ({
  page,
}) => {
  const call = api();
  const { items } = await call(listPeopleOp, {});
  const admin = items.find(({ email }) => email === adminPerson.email);
  if (!admin) throw new Error("the admin is not there");
  await agreed(createTeamOp, { name: "Editors", memberIds: [admin.id] });
  await call(registerAgentOp, { name: "AA rules agent", purpose: "is asked about", team: "editors" });
  await page.goto("/policies/rules/new");
  await page.getByLabel("Title").fill("Team and admin");
  await page.getByLabel("Stage 1: name").fill("Team");
  await page.getByLabel("Group 1 of stage 1").selectOption("agentTeam");
  const simulator = page.getByRole("region", { name: "Who would be asked" });
  await simulator.getByLabel("Agent that calls").selectOption({ label: "AA rules agent" });
  await expect(simulator.getByText("They can meet it")).toBeVisible();

  await page.getByRole("button", { name: "Add a stage" }).click();
  await page.getByLabel("Stage 2: name").fill("Team again");
  await page.getByLabel("Group 1 of stage 2").selectOption("agentTeam");
  await expect(simulator.getByText("Nobody could meet this rule")).toBeVisible();
  await expect(simulator.getByText(/one person counts once/).first()).toBeVisible();
  await page.getByRole("button", { name: "Create the rule" }).click();
  await expect(page.getByRole("alert").getByText(/Nobody could meet this rule/)).toBeVisible();
  expect((await call(listRulesOp, {})).items.map(({ slug }) => slug)).not.toContain("team-and-admin");

  await page.getByLabel("Stage 2: name").fill("Admin");
  await page.getByLabel("Group 1 of stage 2").selectOption("role");
  await page.getByLabel("Role of group 1 of stage 2").selectOption("admin");
  await expect(simulator.getByText("They can meet it")).toBeVisible();
  await page.getByRole("button", { name: "Add an escalation step to stage 1" }).click();
  await page.getByLabel("Role of group 1 of step 1 of stage 1").selectOption("admin");
  await expect(simulator.getByText("After 5 minutes")).toBeVisible();
  await simulator
    .getByRole("button", { name: `What if ${adminPerson.name} is away?` })
    .first()
    .click();
  await expect(simulator.getByText(/nobody stands in/)).toBeVisible();
  await expect(simulator.getByText(/Not by these alone/).first()).toBeVisible();
  await simulator.getByRole("button", { name: "Is back" }).click();
  await page.getByRole("button", { name: "Create the rule" }).click();
  await expect(page).toHaveURL(/\/policies\/rules$/);
  await expect(page.getByText(/after 5 minutes also an admin/)).toBeVisible();
});

test("a reminder removed from the middle takes nothing from the others: each keeps its number, its unit and the focus", async ({
  page,
}) => {
  await page.goto("/policies/rules/new");
  const reminder = (place: number) => page.getByLabel(`Reminder ${place}: before the end`, { exact: true });
  const unit = (place: number) => page.getByLabel(`Reminder ${place}: before the end: unit`);
  for (const [place, name, number] of [
    [1, "seconds", "50"],
    [2, "minutes", "2"],
    [3, "seconds", "120"],
  ] as const) {
    await page.getByRole("button", { name: "Add a reminder" }).click();
    await unit(place).selectOption({ label: name });
    await reminder(place).fill(number);
  }
  await reminder(3).focus();
  // Clicked without the pointer: only what the page itself does may move the focus.
  await page.getByRole("button", { name: "Remove reminder 2" }).evaluate((button: HTMLElement) => button.click());
  await expect(reminder(3)).toHaveCount(0);
  await expect(reminder(1)).toHaveValue("50");
  await expect(reminder(2)).toHaveValue("120");
  await expect(unit(2)).toHaveValue("1");
  await expect(reminder(2)).toBeFocused();
});
