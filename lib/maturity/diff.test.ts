import { describe, expect, test } from "vitest";
import { changeOf, removal, same, seen } from "./diff";
import type { AgentFacts } from "./requirements";
import { stageOf } from "./rules";

const proxy = {
  name: "Proxy",
  mode: "enforce",
  connected: true,
  revision: 4,
  lastSeenAt: new Date("2026-11-28T09:10:03.456Z"),
} as const;
const sound: AgentFacts = {
  id: "agt_1",
  name: "Invoice bot",
  riskTier: "low",
  status: "active",
  owner: { name: "Ann", active: true },
  backupOwner: null,
  calls: { seen: 10, permitted: 10, ended: 10, highRisk: 1, unheld: 0 },
  points: [proxy],
  lost: 0,
  unmediated: 0,
  sinks: [{ name: "Splunk", fresh: true }],
  identity: { own: ["Proxy"], open: [], recorded: [] },
  delegations: { waiting: [], signed: 0 },
  isolation: { demands: [], state: "never", why: "Never run.", calls: 0 },
  newestRevision: 4,
};
const silent = { points: [{ ...proxy, connected: false }] };
const between = (before: Partial<AgentFacts>, after: Partial<AgentFacts>) =>
  changeOf(seen(stageOf({ ...sound, ...before })), stageOf({ ...sound, ...after }));

test("nothing changed is no change, whatever the figures behind it did", () => {
  expect(between({}, {})).toBeNull();
  expect(between({}, { calls: { ...sound.calls, seen: 99 } })).toBeNull();
  expect(between(silent, { points: [{ ...proxy, connected: false, lastSeenAt: null }] })).toBeNull();
});

test("a fall says which requirement fell and why: since when its point is silent", () => {
  expect(between({}, silent)).toMatchObject({
    kind: "moved",
    fromStage: "enforce",
    toStage: "observe",
    fromScore: 3.5,
    toScore: 2.25,
    fell: [{ requirement: "connected", why: "Proxy has been silent since 2026-11-28 09:10:03 UTC.", href: "/points" }],
    met: [],
  });
});

test("a rise says what is met now", () => {
  expect(between(silent, {})).toMatchObject({
    fromScore: 2.25,
    toScore: 3.5,
    fell: [],
    met: [{ requirement: "connected", why: "Proxy is connected." }],
  });
});

test("one requirement may fall while another is met, and a change without effect on the score is still one", () => {
  expect(between({ owner: null }, { ...silent, sinks: [] })).toMatchObject({
    met: [{ requirement: "owner" }],
    fell: [{ requirement: "connected" }, { requirement: "siem" }],
  });
  expect(between({ owner: null }, { owner: null, ...silent })).toMatchObject({
    fromScore: 0.75,
    toScore: 0.75,
    fell: [{ requirement: "connected" }],
  });
});

test("from not met to not measured is no change of what it fails, and yet is kept", () => {
  const unheld = { calls: { ...sound.calls, unheld: 1 } };
  const untried = { calls: { ...sound.calls, highRisk: 0 } };
  expect(between(unheld, untried)).toBeNull();
  expect(same(seen(stageOf({ ...sound, ...unheld })), seen(stageOf({ ...sound, ...untried })))).toBe(false);
});

describe("an agent", () => {
  test("that is seen for the first time has no past", () => {
    expect(changeOf(null, stageOf(sound))).toMatchObject({ kind: "first", fromStage: null, fromScore: null, fell: [] });
  });
  test("that is stopped falls for that reason alone, and what else changes while it is stopped is no change", () => {
    expect(between({}, { status: "killed", owner: null })).toMatchObject({
      kind: "stopped",
      toStage: "none",
      toScore: null,
      fell: [{ requirement: "active", why: expect.stringMatching(/^It is killed:/) }],
    });
    const { fell = [] } = between({}, { status: "suspended", stopReason: "Canaries got out of its sandbox." }) ?? {};
    expect(fell).toMatchObject([
      { why: expect.stringMatching(/^It is suspended: .* Canaries got out of its sandbox\.$/) },
    ]);
    expect(between({ status: "killed" }, { status: "killed", ...silent })).toBeNull();
  });
  test("that may act again returns with the stage that it has now", () => {
    expect(between({ status: "suspended" }, silent)).toMatchObject({
      kind: "returned",
      fromStage: "none",
      toStage: "observe",
      fromScore: null,
      met: [{ why: "It may act again." }],
      fell: [],
    });
  });
  test("that is gone leaves with the stage that it had", () => {
    expect(removal(seen(stageOf(sound)))).toMatchObject({ kind: "removed", fromStage: "enforce", toStage: null });
  });
});

describe("when the rules themselves change", () => {
  const before = seen(stageOf(sound));
  test("a requirement that is new says that it is asked for since now", () => {
    const older = { ...before, met: before.met.filter((id) => id !== "connected") };
    expect(changeOf(older, stageOf({ ...sound, ...silent }))?.fell[0]?.why).toMatch(
      /^It is asked for since now\. Proxy/,
    );
  });
  test("what is met and failed as before, and counts for more or less, names the rules as the reason", () => {
    const less = changeOf({ ...before, score: 4 }, stageOf(sound));
    expect([less?.fell.map(({ requirement }) => requirement), less?.met]).toEqual([["ladder"], []]);
    const more = changeOf({ ...before, score: 2 }, stageOf(sound));
    expect([more?.met.map(({ requirement }) => requirement), more?.fell]).toEqual([["ladder"], []]);
  });
  test("one that is gone is not asked for any more", () => {
    expect(changeOf({ ...before, unmet: ["old"] }, stageOf(sound))?.met).toEqual([
      { requirement: "old", title: "old", why: "It is not asked for any more.", href: null },
    ]);
  });
});
