import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { actByTwo, type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { createTeam } from "@/lib/guarded/create-team";
import { editPerson } from "@/lib/guarded/edit-person";
import { editTeam } from "@/lib/guarded/edit-team";
import { setAbsence } from "@/lib/identity/set-absence";
import { registerAgent } from "@/lib/inventory/register-agent";
import { deleteTeam } from "@/lib/policy/delete-team";
import type { RuleTerms } from "@/lib/policy/rule-contract";
import { newId } from "@/lib/shared/ids";
import { saveRule } from "./save-rule";
import { simulateRule } from "./simulate-rule";
import { watchRules } from "./watch-rules";

await testDatabase();
let fleet: TestFleet;
beforeAll(async () => {
  fleet = await testFleet();
});

type Groups = RuleTerms["stages"][number]["from"];
const terms = (from: Groups, more: Partial<RuleTerms> = {}, need = 1) => ({
  title: "Tried",
  stages: [{ title: "Them", need, from, escalation: [] }],
  ...more,
});
const save = (from: Groups, more: Partial<RuleTerms> = {}, need = 1, of = fleet) =>
  saveRule(of.ctx, { slug: "tried", ...terms(from, more, need) });

describe("a rule that nobody could meet is refused, with what is missing", () => {
  test("more people than there are", () =>
    expect(save([{ kind: "role", role: "security" }], {}, 2)).rejects.toThrow(
      "Stage “Them” needs 2 approvals, which only 1 can give.",
    ));
  test("one person for two stages", () =>
    expect(
      saveRule(fleet.ctx, {
        slug: "tried",
        ...terms([{ kind: "owner" }]),
        stages: [
          { title: "One", need: 1, from: [{ kind: "owner" }] },
          { title: "Two", need: 1, from: [{ kind: "owner" }] },
        ],
      }),
    ).rejects.toThrow(/together need 2 different people.*only 1 can decide/));
  test("a role whose holders may not decide at all", () =>
    expect(save([{ kind: "role", role: "auditor" }])).rejects.toThrow(/nobody active has the role auditor/));
  test("owners whom the rule itself shuts out", () =>
    expect(
      save([{ kind: "ownerOrBackup" }], { separation: { owners: true, onBehalfOf: false, policyAuthors: false } }),
    ).rejects.toThrow(/may not decide by the rule's separation of duties/));
  test("an empty team, and a team of another organisation", async () => {
    const empty = await createTeam(fleet.ctx, { name: "Empty" });
    await expect(save([{ kind: "team", id: empty.id }])).rejects.toThrow(/nobody active is in the team Empty/);
    const other = await testFleet("Another organisation");
    const theirs = await createTeam(other.ctx, { name: "Theirs", memberIds: [other.users.owner.id] });
    await expect(save([{ kind: "team", id: theirs.id }])).rejects.toThrow(/a team that is not there/);
  });
  test("steps and reminders that would come too late", async () => {
    const late = {
      title: "Them",
      need: 1,
      from: [{ kind: "owner" as const }],
      escalation: [{ afterSeconds: 900, from: [{ kind: "backup" as const }] }],
    };
    await expect(save([{ kind: "owner" }], { stages: [late] })).rejects.toThrow(
      /only after the request has been denied/,
    );
    await expect(save([{ kind: "owner" }], { reminders: [900] })).rejects.toThrow(/before anybody was asked/);
  });
});

test("a rule that only some agents' requests could meet is kept with a warning", async () => {
  const own = await testFleet("Some");
  await registerAgent(own.ctx, { name: "Ownerless", purpose: "asks", ownerId: own.users.owner.id });
  const { done } = await save([{ kind: "backup" }], {}, 1, own);
  expect(done?.warnings).toEqual([
    "For Ownerless nobody could meet it. Stage “Them” needs 1 approval, which nobody can give: Ownerless has no backup owner.",
  ]);
});

test("a rule with passkeys says who has none yet", async () => {
  const { done } = await save([{ kind: "owner" }], { stepUp: true });
  expect(done?.warnings).toEqual(["Nobody who may decide has added a passkey yet; until then they can only deny."]);
});

test("an absence makes no rule unmeetable, for absences end", async () => {
  const own = await testFleet("Away");
  const span = { from: new Date(Date.now() - 1000).toISOString(), until: new Date(Date.now() + 60_000).toISOString() };
  await setAbsence(own.as("owner"), { ...span, delegateId: null });
  await expect(save([{ kind: "owner" }], {}, 1, own)).resolves.toMatchObject({ done: { warnings: [] } });
});

test("when people leave, a rule in use that nobody can meet any more becomes a finding, and is resolved when it can be", async () => {
  const own = await testFleet("Leavers");
  const findings = () =>
    database().finding.findMany({ where: { orgId: own.orgId, kind: "rule.unmeetable" }, orderBy: { openedAt: "asc" } });
  await watchRules(own.system);
  expect(await findings()).toEqual([]);
  await actByTwo(own, editPerson(own.ctx, { reason: "for the test", id: own.users.owner.id, status: "disabled" }));
  await watchRules(own.system);
  await watchRules(own.system);
  expect(await findings()).toMatchObject([
    {
      status: "open",
      severity: "high",
      subjectKind: "rule",
      subjectId: "owner-agrees",
      title: expect.stringContaining("the owner of Payments agent is no active person"),
    },
  ]);
  await actByTwo(own, editPerson(own.ctx, { reason: "for the test", id: own.users.owner.id, status: "active" }));
  await watchRules(own.system);
  expect(await findings()).toMatchObject([{ status: "resolved" }]);
});

describe("teams", () => {
  test("one that a rule asks cannot be deleted; one that agents name keeps its name", async () => {
    const own = await testFleet("Teams");
    const team = await createTeam(own.ctx, { name: "Finance", memberIds: [own.users.security.id] });
    await save([{ kind: "team", id: team.id }], {}, 1, own);
    await expect(deleteTeam(own.ctx, { id: team.id })).rejects.toThrow(/asked by “Tried”/);
    await database().agent.update({ where: { id: own.agentId }, data: { team: "finance" } });
    await expect(editTeam(own.ctx, { id: team.id, name: "Money" })).rejects.toThrow(
      /Change the team of the agents first/,
    );
    await expect(editTeam(own.ctx, { id: team.id, name: "FINANCE" })).resolves.toMatchObject({
      name: "FINANCE",
      agents: 1,
    });
    await expect(createTeam(own.ctx, { name: " finance " })).rejects.toThrow(/There is a team named/);
    await save([{ kind: "owner" }], {}, 1, own);
    await deleteTeam(own.ctx, { id: team.id });
  });
});

describe("the simulator", () => {
  const escalating: RuleTerms["stages"] = [
    {
      title: "Owner",
      need: 1,
      from: [{ kind: "owner" }],
      escalation: [{ afterSeconds: 300, from: [{ kind: "role", role: "security" }] }],
    },
  ];
  const simulate = (more: Partial<Parameters<typeof simulateRule>[1]> = {}) =>
    simulateRule(fleet.ctx, {
      terms: { title: "Tried", stages: escalating, reminders: [60] },
      agentId: fleet.agentId,
      ...more,
    });
  const names = (step: Awaited<ReturnType<typeof simulate>>["steps"][number] | undefined) =>
    step?.stages.flatMap(({ candidates }) =>
      candidates.map(({ name, standsFor }) => (standsFor ? `${name} for ${standsFor}` : name)),
    );

  test("says who is asked at once and at each step, and when it ends", async () => {
    const answer = await simulate({ at: "2026-12-01T10:00:00.000Z" });
    expect(answer.steps.map(({ at }) => at)).toEqual(["2026-12-01T10:00:00.000Z", "2026-12-01T10:05:00.000Z"]);
    expect(names(answer.steps[0])).toEqual(["The owner"]);
    expect(names(answer.steps[1])).toEqual(["The owner", "The security"]);
    expect(answer.steps[1]?.stages[0]?.added).toEqual([fleet.users.security.id]);
    expect(answer).toMatchObject({
      expiresAt: "2026-12-01T10:15:00.000Z",
      reminders: ["2026-12-01T10:14:00.000Z"],
      refusal: null,
      steps: [{ missing: null }, { missing: null }],
    });
  });
  test("says what happens if somebody is away", async () => {
    const answer = await simulate({ away: [fleet.users.owner.id] });
    expect(names(answer.steps[0])).toEqual([]);
    expect(answer.steps[0]?.missing).toMatch(/nobody can give/);
    expect(answer.steps[1]?.missing).toBeNull();
    expect(answer.refusal).toBeNull();
  });
  test("and lets stand in whom the absent have named", async () => {
    const own = await testFleet("Standing in");
    const from = new Date(Date.now() + 86_400_000).toISOString();
    const until = new Date(Date.now() + 2 * 86_400_000).toISOString();
    await setAbsence(own.as("owner"), { from, until, delegateId: own.users.approver.id });
    const ask = { terms: { title: "Tried", stages: escalating }, agentId: own.agentId };
    expect(names((await simulateRule(own.ctx, ask)).steps[0])).toEqual(["The owner"]);
    const then = { ...ask, at: new Date(Date.now() + 90_000_000).toISOString() };
    expect(names((await simulateRule(own.ctx, then)).steps[0])).toEqual(["The approver for The owner"]);
    const supposed = { ...ask, away: [own.users.owner.id] };
    expect(names((await simulateRule(own.ctx, supposed)).steps[0])).toEqual(["The approver for The owner"]);
  });
  test("says what would be refused, and knows no agent of another organisation", async () => {
    const answer = await simulate({ terms: terms([{ kind: "role", role: "security" }], {}, 3) });
    expect(answer.refusal).toMatch(/needs 3 approvals/);
    await expect(simulate({ agentId: newId("agent") })).rejects.toMatchObject({ code: "not_found" });
  });
});
