import { describe, expect, test } from "vitest";
import { countStages, organisationOf } from "./organisation-rules";
import type { AgentFacts } from "./requirements";
import { firstMissing, stageOf } from "./rules";

const ann = { name: "Ann", active: true };
const bob = { name: "Bob", active: true };
const proxy = { name: "Proxy", mode: "enforce", connected: true, revision: 4 } as const;
const sound: AgentFacts = {
  id: "agt_1",
  name: "Invoice bot",
  riskTier: "high",
  status: "active",
  owner: ann,
  backupOwner: bob,
  calls: { seen: 1000, permitted: 900, ended: 895, highRisk: 12, unheld: 0 },
  points: [proxy],
  lost: 0,
  unmediated: 0,
  sinks: [{ name: "Splunk", fresh: true }],
  identity: { own: ["Proxy"], open: [], recorded: [] },
  delegations: { waiting: [], signed: 0 },
  isolation: { demands: [], state: "never", why: "Never run.", calls: 0 },
  newestRevision: 4,
};
const calls = (change: Partial<AgentFacts["calls"]>) => ({ calls: { ...sound.calls, ...change } });
const stateOf = (facts: AgentFacts, id: string) => stageOf(facts).requirements.find((one) => one.id === id)?.state;

describe("observe is not reached", () => {
  const without: [string, Partial<AgentFacts>, string][] = [
    ["without an owner", { owner: null }, "owner"],
    ["when the owner has left", { owner: { name: "Ann", active: false } }, "owner"],
    ["in a high tier with one owner", { backupOwner: null }, "owner"],
    ["in a high tier whose backup owner has left", { backupOwner: { name: "Bob", active: false } }, "owner"],
    ["when no call was seen", calls({ seen: 0, permitted: 0, ended: 0 }), "logged"],
    ["when more than one outcome in a hundred is unknown", calls({ ended: 890 }), "outcomes"],
    ["when a point lost events", { lost: 1 }, "complete"],
    ["when a call passed no point", { unmediated: 1 }, "complete"],
    ["once it is suspended", { status: "suspended" }, "active"],
    ["once it is killed", { status: "killed" }, "active"],
    ["once it is retired", { status: "retired" }, "active"],
  ];
  test.each(without)("%s", (_, change, id) => {
    const stage = stageOf({ ...sound, ...change });
    expect(stage.stage).toBe("none");
    expect(firstMissing(stage)).toMatchObject({ id, state: "unmet" });
  });
});

describe("enforce is not reached", () => {
  const without: [string, Partial<AgentFacts>, string][] = [
    ["without a point", { points: [] }, "point"],
    ["through a point that only observes", { points: [proxy, { ...proxy, mode: "observe" }] }, "point"],
    ["while one of its points is away", { points: [proxy, { ...proxy, connected: false }] }, "connected"],
    ["while one of its points runs an older revision", { points: [{ ...proxy, revision: 3 }] }, "revision"],
    ["before anything was published", { newestRevision: null, points: [{ ...proxy, revision: 0 }] }, "revision"],
    ["when a high-risk operation was allowed without people", calls({ unheld: 1 }), "highRisk"],
    ["while nothing sends its calls to a SIEM", { sinks: [] }, "siem"],
    ["while no SIEM took its calls lately", { sinks: [{ name: "Splunk", fresh: false }] }, "siem"],
    [
      "while no high-risk operation was tried, because nothing shows that it would be held",
      calls({ highRisk: 0 }),
      "highRisk",
    ],
  ];
  test.each(without)("%s", (_, change, id) => {
    const stage = stageOf({ ...sound, ...change });
    expect(stage.stage).toBe("observe");
    expect(firstMissing(stage)?.id).toBe(id);
  });
});

describe("isolate", () => {
  const demands = ["It touches personal data."];
  const passed = { demands, state: "isolated", why: "Its canaries passed.", calls: 3 } as const;
  const boxed = (change: Partial<AgentFacts["isolation"]>) =>
    stageOf({ ...sound, isolation: { ...passed, ...change } });

  test("is reached by canaries that passed, and by calls out of a sandbox where one is demanded", () => {
    expect(boxed({}).stage).toBe("isolate");
    expect(boxed({ demands: [], calls: 0 }).stage).toBe("isolate");
  });
  test.each([
    ["no call came out of a sandbox that is demanded", { calls: 0 }, "sandbox", "unmet", /personal data\. No call/],
    ["canaries got out", { state: "escaped", why: "One got out." }, "canaries", "unmet", /One got out/],
    ["canaries got out of a sandbox that nothing demands", { state: "escaped", demands: [] }, "canaries", "unmet", /./],
    ["the last run is void", { state: "void", why: "Nothing is proven." }, "canaries", "unmet", /Nothing is proven/],
    ["the last run is too old", { state: "overdue", why: "30 hours ago." }, "canaries", "unmet", /30 hours/],
    ["canaries were never run", { state: "never" }, "canaries", "unmet", /./],
    [
      "canaries were never run, and nothing demands them",
      { state: "never", demands: [] },
      "canaries",
      "unmeasured",
      /./,
    ],
  ] as const)("is lost when %s", (_, change, id, state, why) => {
    const stage = boxed(change);
    expect(stage.stage).toBe("enforce");
    expect(firstMissing(stage)).toMatchObject({ id, state, why: expect.stringMatching(why) });
  });
});

test("no stage stands on the one above without the one below", () => {
  expect(stageOf({ ...sound, owner: null }).stage).toBe("none");
});

test("everything that a stage asks is measured", () => {
  const stage = stageOf(sound);
  expect(stage.requirements.filter(({ built }) => !built)).toEqual([]);
  expect([stage.measured, stage.required]).toEqual([10, 10]);
});

describe("an identity of its own", () => {
  const identity = (change: Partial<AgentFacts["identity"]>) => ({ identity: { ...sound.identity, ...change } });
  const recorded = (state: "held" | "shared" | "expired" | "due") => [{ name: "Key for Stripe", state }];
  test.each([
    ["a recorded credential that another agent holds too", identity({ recorded: recorded("shared") }), "unmet"],
    ["one that has expired", identity({ recorded: recorded("expired") }), "unmet"],
    ["one that was not rotated in time", identity({ recorded: recorded("due") }), "unmet"],
    ["calls through a point that speaks for others too", identity({ open: ["Hub"] }), "unmet"],
    ["no key that speaks for it alone", identity({ own: [] }), "unmet"],
    ["only a person's word for it", identity({ own: [], recorded: recorded("held") }), "unmeasured"],
  ] as const)("is not shown by %s", (_, change, state) => {
    const stage = stageOf({ ...sound, ...change });
    expect(stage.stage).toBe("observe");
    expect(stage.requirements.find(({ id }) => id === "identity")?.state).toBe(state);
  });
  test("is a key that speaks for it alone and was seen at work", () => {
    expect(stateOf({ ...sound, ...identity({ recorded: recorded("held") }) }, "identity")).toBe("met");
  });
});

test("a delegation that waits for signatures keeps it from being isolated; one that is signed does not", () => {
  expect(stateOf({ ...sound, delegations: { waiting: ["A through B"], signed: 1 } }, "delegation")).toBe("unmet");
  for (const signed of [0, 1])
    expect(stateOf({ ...sound, delegations: { waiting: [], signed } }, "delegation")).toBe("met");
});

test("what has no data yet is unmeasured, not met and not unmet", () => {
  const silent = { ...sound, ...calls({ seen: 0, permitted: 0, ended: 0, highRisk: 0 }), points: [] };
  expect(["outcomes", "complete", "connected", "highRisk"].map((id) => stateOf(silent, id))).toEqual(
    Array(4).fill("unmeasured"),
  );
});

test("a lower tier needs one owner", () => {
  expect(stateOf({ ...sound, riskTier: "medium", backupOwner: null }, "owner")).toBe("met");
});

test("calls that owe no outcome are not held against an agent", () => {
  expect(stateOf({ ...sound, ...calls({ permitted: 0, ended: 0 }) }, "outcomes")).toBe("met");
});

test("a fleet is named in a sentence", () => {
  const points = Array.from({ length: 9 }, (_, i) => ({ ...proxy, name: `P${i}`, connected: false }));
  const away = stageOf({ ...sound, points }).requirements.find(({ id }) => id === "connected");
  expect(away?.why).toBe("P0, P1, P2 and 6 more cannot be reached now.");
});

describe("an organisation", () => {
  const named = (name: string, change: Partial<AgentFacts> = {}) => stageOf({ ...sound, name, ...change });

  test("without active agents has no stage, whatever its stopped ones had", () => {
    const agents = [named("Old", { status: "retired" })];
    expect(organisationOf(agents)).toMatchObject({
      stage: "none",
      next: [],
      why: expect.stringMatching(/No active agent/),
    });
    expect(countStages(agents)).toEqual({ none: 0, observe: 0, enforce: 0, isolate: 0 });
  });

  test("stands where its lowest active agent stands, and says why", () => {
    const agents = [
      named("A"),
      named("B", { points: [] }),
      named("C", { owner: null }),
      named("D", { status: "killed" }),
    ];
    const organisation = organisationOf(agents);
    expect(organisation.stage).toBe("none");
    expect(organisation.why).toBe("1 of 3 active agents has not reached observe. C: No owner is named.");
    expect(organisation.next.map(({ agentName }) => agentName)).toEqual(["C", "B", "A"]);
    expect(countStages(agents)).toEqual({ none: 1, observe: 1, enforce: 1, isolate: 0 });
  });

  test("looks first at the highest risk of the lowest stage", () => {
    const agents = [
      named("Low", { owner: null, riskTier: "low" }),
      named("Critical", { owner: null, riskTier: "critical" }),
    ];
    expect(organisationOf(agents).next.map(({ agentName }) => agentName)).toEqual(["Critical", "Low"]);
  });

  test("that has come as far as there are stages says that", () => {
    const isolation = { demands: [], state: "isolated", why: "Its canaries passed.", calls: 0 } as const;
    expect(organisationOf([named("A", { isolation }), named("B", { isolation })])).toMatchObject({
      stage: "isolate",
      why: "2 of 2 active agents have reached isolate.",
      next: [],
    });
  });
});
