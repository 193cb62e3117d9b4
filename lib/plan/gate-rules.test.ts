import { describe, expect, test } from "vitest";
import type { AgentStage, Requirement as StageRequirement } from "@/lib/maturity/contract";
import { Asi } from "@/sdk/wire/redteam";
import type { Acceptance } from "./gate-contract";
import type { ExerciseFact, GateFacts } from "./gate-facts";
import { judgeGate, MOST_ITEMS } from "./gate-rules";
import { requirements } from "./requirements";

const now = new Date("2026-11-28T12:00:00Z");
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

const observed = ["owner", "logged", "outcomes", "complete"] as const;
const enforced = ["point", "connected", "revision", "highRisk", "siem", "identity"] as const;
const isolated = ["sandbox", "delegation", "canaries"] as const;

const asked = (id: string, stage: StageRequirement["stage"]): StageRequirement => ({
  id,
  stage,
  title: id,
  state: "met",
  built: true,
  why: `${id} holds`,
  href: `/mend/${id}`,
});
const sound: AgentStage = {
  agentId: "agt_1",
  agentName: "Invoice bot",
  riskTier: "high",
  status: "active",
  stage: "isolate",
  measured: 13,
  required: 13,
  score: null,
  requirements: [
    ...observed.map((id) => asked(id, "observe")),
    ...enforced.map((id) => asked(id, "enforce")),
    ...isolated.map((id) => asked(id, "isolate")),
  ],
};
const agent = (
  name: string,
  change: Record<string, Partial<StageRequirement>> = {},
  more: Partial<AgentStage> = {},
) => ({
  ...sound,
  agentId: `agt_${name}`,
  agentName: name,
  requirements: sound.requirements.map((one) => ({ ...one, ...change[one.id] })),
  ...more,
});
const exercise = (more: Partial<ExerciseFact> = {}): ExerciseFact => ({
  ...{ runId: "rtr_1", result: "contained", reason: "All were contained.", endedAt: hoursAgo(24) },
  contained: Asi.options,
  ...more,
});
const facts = (agents: readonly AgentStage[], more: Partial<GateFacts> = {}): GateFacts => ({
  stages: { value: agents },
  tools: { value: [{ id: "tol_1", name: "bank/pay", state: "approved" }] },
  findings: { value: [] },
  delegations: { value: { waiting: [], signed: 1 } },
  credentials: { value: { known: 1, shared: [] } },
  sightings: { value: { known: 0, waiting: [] } },
  drill: { value: { passed: true, endedAt: hoursAgo(24), missing: [] } },
  exercise: { value: exercise() },
  ...more,
});
const unmet = { state: "unmet", why: "It does not hold." } as const;

type How = { acceptances?: Acceptance[]; passedBefore?: boolean };
const gate = (sprint: number, given: GateFacts, { acceptances = [], passedBefore = false }: How = {}) =>
  judgeGate(sprint, given, { acceptances, passedBefore, now });
const of = (sprint: number, given: GateFacts, id: string, how?: How) =>
  gate(sprint, given, how).requirements.find((one) => one.id === id);
const accepted = (requirement: string, item: string): Acceptance => ({
  id: "pac_1",
  requirement,
  item,
  itemName: "x",
  reason: "r",
  untilOn: "2026-12-31",
  byName: "Eve",
  at: now.toISOString(),
});
/** What the product cannot measure yet is carried by somebody. */
const shared = accepted("observe.shared", "requirement:observe.shared");

test("whatever a stage asks of an agent, a gate asks, but for what people do between agents and the agent's own status", () => {
  const ids = new Set(requirements.map(({ id }) => id.split(".")[1]));
  for (const { id } of sound.requirements) if (id !== "delegation") expect(ids).toContain(id);
  expect(new Set(requirements.map(({ id }) => id)).size).toBe(requirements.length);
});

describe("a gate is unknown, never met", () => {
  test("while something that it asks is not measured by anything", () => {
    expect(gate(1, facts([agent("A")], { credentials: { value: { known: 0, shared: [] } } }))).toMatchObject({
      state: "unknown",
      why: expect.stringMatching(/cannot be measured: No credential of an agent is known/),
    });
    const unbuilt = agent("A", { sandbox: { built: false, state: "unmeasured", why: "Sandboxes are not built yet." } });
    expect(of(3, facts([unbuilt]), "isolate.sandbox")).toMatchObject({
      state: "unknown",
      looked: null,
      items: [{ kind: "requirement", state: "unknown", why: "Sandboxes are not built yet." }],
    });
  });
  test("without an active agent", () => {
    for (const agents of [[], [agent("Old", {}, { status: "retired" })]])
      expect(of(1, facts(agents), "observe.owner")).toMatchObject({ state: "unknown", looked: null });
  });
  test("while a query fails; what can be judged still is", () => {
    const broken = facts([agent("A", { owner: unmet })], { findings: null });
    expect(of(2, broken, "enforce.findings")).toMatchObject({
      state: "unknown",
      why: expect.stringMatching(/could not be read/),
    });
    expect(of(1, broken, "observe.owner")?.state).toBe("unmet");
    const blind: GateFacts = {
      stages: null,
      tools: null,
      findings: null,
      delegations: null,
      credentials: null,
      sightings: null,
      drill: null,
      exercise: null,
    };
    for (const sprint of [1, 2, 3]) {
      expect(gate(sprint, blind).state).toBe("unknown");
      expect(gate(sprint, blind, { passedBefore: true }).state).toBe("unknown");
    }
  });
  test("while one agent has nothing to be judged by", () => {
    const silent = agent("B", { highRisk: { state: "unmeasured", why: "It tried none." } });
    expect(of(2, facts([agent("A"), silent]), "enforce.highRisk")).toMatchObject({
      state: "unknown",
      failing: 0,
      unknown: 1,
      items: [{ name: "B", state: "unknown", why: "It tried none." }],
    });
  });
  test("when a stage no longer has the requirement that it rests on", () => {
    const without = { ...agent("A"), requirements: [] };
    expect(of(1, facts([without]), "observe.owner")).toMatchObject({ state: "unknown", looked: null });
  });
});

describe("what fails is named with its mend", () => {
  test("each agent, the highest tier first", () => {
    const low = agent("Low", { owner: unmet }, { riskTier: "low" });
    const critical = agent("Critical", { owner: unmet }, { riskTier: "critical" });
    expect(of(1, facts([low, agent("Fine"), critical]), "observe.owner")).toMatchObject({
      state: "unmet",
      looked: 3,
      failing: 2,
      why: "2 fail, of 3.",
      items: [
        { kind: "agent", name: "Critical", href: "/mend/owner", why: "It does not hold." },
        { kind: "agent", name: "Low" },
      ],
    });
  });
  test("at most so many by name, and the count of all", () => {
    const many = Array.from({ length: 50 }, (_, i) => agent(`A${i}`, { owner: unmet }));
    const found = of(1, facts(many), "observe.owner");
    expect(found?.items).toHaveLength(MOST_ITEMS);
    expect(found?.failing).toBe(50);
    expect(gate(1, facts(many)).why).toMatch(/“Every agent has its named, active owners”: A\d+ \(and 49 more\)/);
  });
  test("tools that nobody approved, and none at all is unknown", () => {
    const tools = [
      { id: "tol_1", name: "bank/pay", state: "waiting" },
      { id: "tol_2", name: "bank/read", state: "approved" },
      { id: "tol_3", name: "mail/send", state: "changed" },
      { id: "tol_4", name: "mail/wipe", state: "blocked" },
    ];
    expect(of(2, facts([agent("A")], { tools: { value: tools } }), "enforce.tools")).toMatchObject({
      failing: 2,
      items: [{ href: "/tools/tol_1" }, { href: "/tools/tol_3" }],
    });
    expect(of(2, facts([agent("A")], { tools: { value: [] } }), "enforce.tools")?.state).toBe("unknown");
  });
  test("findings past their clock, and in the last sprint any grave one", () => {
    const finding = (id: string, hours: number) => ({ id, title: id, severity: "high", openedAt: hoursAgo(hours) });
    const given = facts([agent("A")], { findings: { value: [finding("late", 73), finding("fresh", 71)] } });
    expect(of(2, given, "enforce.findings")).toMatchObject({
      failing: 1,
      items: [{ id: "late", href: "/findings/late", why: "It is high, and open for 73 hours." }],
    });
    expect(of(3, given, "isolate.findings")?.failing).toBe(2);
  });
  test("red-team exercises: one that never was, is too old, let something through, or left a family out", () => {
    const judged = (value: ExerciseFact | null) =>
      of(3, facts([agent("A")], { exercise: { value } }), "isolate.exercises");
    expect(judged(null)?.state).toBe("unknown");
    expect(judged(exercise())?.state).toBe("met");
    expect(judged(exercise({ endedAt: hoursAgo(24 * 31) }))?.items).toMatchObject([{ why: "It ended 31 days ago." }]);
    expect(judged(exercise({ result: "passed", reason: "1 of 23 attacks passed through." }))?.items).toMatchObject([
      { why: "1 of 23 attacks passed through.", href: "/isolation/red-team/rtr_1" },
    ]);
    expect(judged(exercise({ contained: Asi.options.slice(1) }))?.items).toMatchObject([
      { id: "ASI01", why: "No attack of this family was shown to be contained." },
    ]);
  });

  test("delegations that wait, and a drill that failed, is too old, or never was", () => {
    const waiting = [{ id: "dlg_1", name: "A through B", agentId: "agt_A" }];
    expect(
      of(3, facts([agent("A")], { delegations: { value: { waiting, signed: 0 } } }), "isolate.delegations"),
    ).toMatchObject({ state: "unmet", items: [{ name: "A through B", href: "/agents/agt_A" }] });
    const drill = (value: { passed: boolean; endedAt: Date; missing: string[] } | null) =>
      of(2, facts([agent("A")], { drill: { value } }), "enforce.drill")?.state;
    expect(drill({ passed: false, endedAt: now, missing: ["P was away."] })).toBe("unmet");
    expect(drill({ passed: true, endedAt: hoursAgo(24 * 31), missing: [] })).toBe("unmet");
    expect(drill(null)).toBe("unknown");
    expect(drill({ passed: true, endedAt: now, missing: [] })).toBe("met");
  });
  test("agents below the stage, with the first thing missing", () => {
    const short = agent("A", { point: unmet }, { stage: "observe" });
    expect(of(2, facts([short]), "enforce.stage")).toMatchObject({
      items: [{ name: "A", why: "It does not hold.", href: "/mend/point" }],
    });
  });
});

describe("an accepted risk", () => {
  const failing = facts([agent("A", { owner: unmet }), agent("B", { owner: unmet })]);
  const forA = accepted("observe.owner", "agent:agt_A");
  test("is shown as accepted and leaves the others failing", () => {
    expect(of(1, failing, "observe.owner", { acceptances: [forA] })).toMatchObject({
      state: "unmet",
      failing: 1,
      accepted: 1,
      items: [
        { name: "B", state: "failing", acceptance: null },
        { name: "A", state: "accepted", acceptance: { byName: "Eve", untilOn: "2026-12-31" } },
      ],
    });
  });
  test("never makes a requirement or its gate met", () => {
    const both = [forA, accepted("observe.owner", "agent:agt_B"), shared];
    const judged = gate(1, failing, { acceptances: both });
    expect(judged.state).toBe("accepted");
    expect(judged.why).toMatch(/^5 of 6 requirements are met; for the other/);
    expect(judged.requirements.find(({ id }) => id === "observe.owner")?.state).toBe("accepted");
  });
  test("counts for its own requirement alone", () => {
    const elsewhere = accepted("observe.logged", "agent:agt_A");
    expect(of(1, failing, "observe.owner", { acceptances: [elsewhere] })).toMatchObject({ failing: 2, accepted: 0 });
  });
});

test("a gate that was passed and fails again is reopened, and says what failed", () => {
  const given = facts([agent("A", { owner: unmet })]);
  expect(gate(1, given, { acceptances: [shared] }).state).toBe("unmet");
  expect(gate(1, given, { acceptances: [shared], passedBefore: true })).toMatchObject({
    state: "reopened",
    why: "“Every agent has its named, active owners”: A. It does not hold.",
  });
});

test("a gate is met when all that it asks is", () => {
  expect(gate(3, facts([agent("A")]))).toMatchObject({ state: "met", why: "All 5 requirements are met." });
  expect(gate(2, facts([agent("A")])).state).toBe("met");
});
