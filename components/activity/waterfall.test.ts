import { expect, test } from "vitest";
import type { TraceCall } from "@/lib/activity/explorer-contract";
import { waterfallOf } from "./waterfall";

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString();
const call = (id: string, change: Partial<TraceCall>): TraceCall => ({
  ...{ id, source: "point", mediation: null, imported: null, decisionId: null, at: at(0) },
  ...{ receivedAt: at(9), pepId: "p", pepName: "P" },
  ...{
    agentId: "a",
    agentName: "A then",
    tool: id,
    operationClass: "read",
    effect: "allow",
    code: "permitted",
    enforced: true,
  },
  ...{ reason: "", policies: [], observed: [], revision: 1, decisionNs: 1, argumentsDigest: null, argumentsText: "" },
  ...{ argumentsCut: false, onBehalfOf: null, chain: [], checkpointId: null, checkpointStatus: null, traceId: "t" },
  ...{ outcome: null, durationMs: null, error: null, endedAt: null, wait: null, spanId: null, parentSpanId: null },
  ...change,
});
const agents = { a: "A", b: "B", c: "C" };
const shape = (calls: TraceCall[]) =>
  waterfallOf({ calls, agents }, null).rows.map(({ kind, depth, name, start, end }) => [kind, depth, name, start, end]);

test("calls stand below their agent, and what an agent has another do below that agent", () => {
  const calls = [
    call("one", { at: at(0), endedAt: at(2) }),
    call("two", { at: at(3), agentId: "b", chain: ["a"], endedAt: at(5) }),
    call("three", { at: at(4), endedAt: at(6) }),
  ];
  expect(shape(calls)).toEqual([
    ["agent", 0, "A", 0, 6000],
    ["call", 1, "one", 0, 2000],
    ["delegation", 1, "B", 3000, 5000],
    ["call", 2, "two", 3000, 5000],
    ["call", 1, "three", 4000, 6000],
  ]);
});

test("an agent that only passed on has its place, and one that is gone has its id", () => {
  expect(
    shape([call("x", { agentId: "c", chain: ["gone", "b"], endedAt: at(1) })]).map(([kind, , name]) => [kind, name]),
  ).toEqual([
    ["agent", "gone"],
    ["delegation", "B"],
    ["delegation", "C"],
    ["call", "x"],
  ]);
});

test("the time that people took is drawn once, and goes on while they are asked", () => {
  const wait = { checkpointId: "chk", status: "approved", from: at(1), to: at(61) };
  const held = call("held", { effect: "hold", wait });
  const ran = call("ran", { at: at(61), wait, endedAt: at(62) });
  expect(shape([held, ran])).toEqual([
    ["agent", 0, "A", 0, 62_000],
    ["call", 1, "held", 0, null],
    ["wait", 2, "held", 1000, 61_000],
    ["call", 1, "ran", 61_000, 62_000],
  ]);
  const open = [call("held", { effect: "hold", wait: { ...wait, to: null } })];
  expect(shape(open)[0]?.[4]).toBeNull();
  expect(waterfallOf({ calls: open, agents }, Date.parse(at(90))).length).toBe(90_000);
});

test("clocks that disagree make no time before the trace and none that ends before it begins", () => {
  const early = { checkpointId: "chk", status: "denied", from: at(0), to: at(1) };
  const rows = waterfallOf({ calls: [call("x", { at: at(5), endedAt: at(4), wait: early })], agents }, null).rows;
  for (const { start, end } of rows) {
    expect(start).toBeGreaterThanOrEqual(0);
    expect(end).toBeGreaterThanOrEqual(start);
  }
});

test("what was refused took no time, and what nobody reported the end of has none", () => {
  expect(shape([call("x", { effect: "deny" })])[1]?.[4]).toBe(0);
  expect(shape([call("x", { effect: "deny", enforced: false })])[1]?.[4]).toBeNull();
  expect(shape([call("x", { durationMs: 40 })])[1]?.[4]).toBe(40);
});
