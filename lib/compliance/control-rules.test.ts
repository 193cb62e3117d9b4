import { describe, expect, test } from "vitest";
import { builtIn } from "./catalogue";
import type { CatalogueControl, Framework } from "./catalogue-rules";
import type { ControlState, Evidence, EvidenceKind } from "./contract";
import { judge, type MappedPolicy, namesIn, stateOf } from "./control-rules";
import { clocksOf } from "./judge-framework";

const evidence = (kind: EvidenceKind, state: ControlState): Evidence => ({
  kind,
  title: kind,
  state,
  found: "found",
  newest: null,
  gap: state === "met" ? null : `${kind} lacks`,
  href: `/${kind}`,
  items: [],
  total: 0,
});
const control: CatalogueControl = {
  key: "art-14-4-e",
  id: "Art 14(4)(e)",
  title: "Stop",
  requirement: "Can be stopped",
  evidence: ["kill-switch-drill", "policy-versions"],
  source: "x",
  unconfirmed: false,
};
const framework: Framework = {
  id: "eu-ai-act",
  title: "EU AI Act",
  publisher: "EU",
  source: "x",
  dates: [],
  notes: [],
  clocks: [],
  custom: false,
  controls: [control],
};
const policy = (controls: string): MappedPolicy => ({
  id: "p",
  slug: "stop",
  title: "Stop",
  version: 1,
  controls: namesIn(controls),
});
const all = (drill: ControlState, policies: ControlState) =>
  new Map([
    ["kill-switch-drill", evidence("kill-switch-drill", drill)] as const,
    ["policy-versions", evidence("policy-versions", policies)] as const,
  ]);

test.each<[ControlState[], ControlState]>([
  [[], "unknown"],
  [["met", "met"], "met"],
  [["met", "unknown"], "unknown"],
  [["met", "gap"], "partly"],
  [["met", "gap", "unknown"], "partly"],
  [["partly", "unknown"], "partly"],
  [["gap", "unknown"], "gap"],
  [["unknown", "unknown"], "unknown"],
])("evidence that is %j makes a control %s", (states, state) => {
  expect(stateOf(states)).toBe(state);
});

test("a kind of evidence that nothing collects leaves the control unknown, never met", () => {
  const only = new Map([["policy-versions", evidence("policy-versions", "met")] as const]);
  expect(judge(framework, control, only, [policy("eu-ai-act/art-14")]).state).toBe("unknown");
});

test("policies in force that do not name the control show it only partly, and say what to write", () => {
  const judged = judge(framework, control, all("met", "met"), [policy("eu-ai-act/art-15")]);
  expect(judged).toMatchObject({ state: "partly", href: "/policies" });
  expect(judged.gap).toContain('@control("eu-ai-act/art-14-4-e")');
});

describe("a policy names a control", () => {
  test.each(["eu-ai-act/art-14-4-e", "EU-AI-ACT-14", "EU AI Act Art 14(4)", "hipaa/x, eu-ai-act/art-14"])(
    "by %s",
    (name) => {
      expect(judge(framework, control, all("met", "met"), [policy(name)]).state).toBe("met");
    },
  );
  test.each(["eu-ai-act", "eu-ai-act/art-1", "art-14-4-e", "nist-ai-rmf/art-14-4-e", ""])("and not by %j", (name) => {
    expect(judge(framework, control, all("met", "met"), [policy(name)]).state).toBe("partly");
  });
});

test("what is missing is that of the gravest evidence", () => {
  expect(judge(framework, control, all("gap", "partly"), []).gap).toBe("kill-switch-drill lacks");
});

test("every built-in framework has controls, each with an address of its own and a kind of evidence", () => {
  expect(builtIn).toHaveLength(7);
  for (const { controls, clocks } of builtIn) {
    expect(controls.length).toBeGreaterThan(0);
    expect(new Set(controls.map(({ key }) => key)).size).toBe(controls.length);
    for (const each of controls) expect(each.evidence.length).toBeGreaterThan(0);
    for (const clock of clocks) expect(controls.map(({ id }) => id)).toContain(clock.control);
  }
  expect(builtIn.flatMap(({ controls }) => controls)).toHaveLength(133);
  expect(builtIn.flatMap(({ controls }) => controls.filter(({ unconfirmed }) => unconfirmed))).toHaveLength(5);
});

test("a clock for keeping is met only once something was kept for as long", () => {
  const act = builtIn.find(({ id }) => id === "eu-ai-act");
  if (!act) throw new Error("it is not there");
  const now = new Date("2026-11-28T00:00:00Z");
  const keep = (oldest: string | null) =>
    clocksOf(act, oldest === null ? null : new Date(oldest), now).find(({ kind }) => kind === "keep")?.state;
  expect(keep(null)).toBe("unknown");
  expect(keep("2026-11-01T00:00:00Z")).toBe("partly");
  expect(keep("2026-01-01T00:00:00Z")).toBe("met");
  expect(
    clocksOf(act, null, now)
      .filter(({ kind }) => kind === "report")
      .map(({ days }) => days),
  ).toEqual([15, 2, 10]);
});
