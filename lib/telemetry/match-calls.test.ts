import { expect, test } from "vitest";
import { type Decision, type Match, matchCalls, type OpenCall } from "./match-calls";

const digest = (of: string) => `sha256:${of}`;
const call = (more: Partial<OpenCall> = {}): OpenCall => ({
  id: "c",
  atMs: 1_000_000,
  durationMs: 10,
  agentId: "a",
  tool: "bank/pay",
  callId: null,
  traceId: null,
  argumentsDigest: null,
  ...more,
});
const decision = (more: Partial<Decision> = {}): Decision => ({
  id: "d",
  atMs: 999_990,
  agentId: "a",
  tool: "bank/pay",
  traceId: null,
  argumentsDigest: digest("x"),
  ...more,
});
const by = (calls: OpenCall[], decisions: Decision[]) => matchCalls(calls, decisions).map((match) => match.by);

test("no decision is taken that is about another agent, another tool, another trace, other arguments or another time", () => {
  const others: Partial<Decision>[] = [
    { agentId: "b" },
    { tool: "bank/close" },
    { traceId: "u" },
    { argumentsDigest: digest("y") },
    { atMs: 900_000 },
    { atMs: 1_006_000 },
  ];
  const mine = call({ traceId: "t", argumentsDigest: digest("x") });
  for (const other of others) expect(matchCalls([mine], [decision(other)]), JSON.stringify(other)).toEqual([]);
});

test("two calls never share a decision: the second passed no point", () => {
  const calls = [call({ id: "1" }), call({ id: "2", atMs: 1_000_500 })];
  expect(matchCalls(calls, [decision()])).toEqual([{ callId: "1", decisionId: "d", by: "window" }]);
});

test("the id of a call is surer than its trace, and its trace than the time", () => {
  const one = call({ callId: "d", traceId: "t" });
  const all = [decision({ id: "near" }), decision({ id: "traced", traceId: "t" }), decision({ atMs: 0 })];
  expect(matchCalls([one], all)).toEqual([{ callId: "c", decisionId: "d", by: "callId" }]);
  expect(by([one], all.slice(0, 2))).toEqual(["trace"]);
  expect(by([call({ callId: "z" })], all.slice(0, 1))).toEqual(["window"]);
});

test("a decision that a call waited for comes within the call", () => {
  expect(by([call({ durationMs: 600_000 })], [decision({ atMs: 1_590_000 })])).toEqual(["window"]);
});

test("a tool whose server telemetry does not name may be any server's of that name", () => {
  expect(by([call({ tool: "pay" })], [decision()])).toEqual(["window"]);
  expect(by([call({ tool: "other/pay" })], [decision()])).toEqual([]);
});

/** Numbers that are the same in every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

type Truth = { calls: OpenCall[]; decisions: Decision[]; of: Map<string, string | null> };

/** Ten agents with four tools each for ten minutes: a fifth of the calls pass no point, and exporters say more or less of each. */
function traffic(count: number, random: () => number): Truth {
  const truth: Truth = { calls: [], decisions: [], of: new Map() };
  for (let n = 0; n < count; n++) {
    const at = random() * 600_000;
    const facts = { agentId: `agent-${Math.floor(random() * 10)}`, tool: `server/tool-${Math.floor(random() * 4)}` };
    const args = digest(String(Math.floor(random() * 50)));
    const trace = random() < 0.5 ? `trace-${n}` : null;
    const mediated = random() < 0.8;
    if (mediated) {
      const pointTraces = random() < 0.7;
      truth.decisions.push({
        id: `d-${n}`,
        ...facts,
        atMs: at - random() * 200,
        traceId: pointTraces ? trace : null,
        argumentsDigest: args,
      });
    }
    const reported = { durationMs: random() * 2_000, callId: null, argumentsDigest: random() < 0.7 ? args : null };
    truth.calls.push({ id: `c-${n}`, ...facts, atMs: at + (random() - 0.5) * 400, traceId: trace, ...reported });
    truth.of.set(`c-${n}`, mediated ? `d-${n}` : null);
  }
  return truth;
}

function rates({ calls, of }: Truth, matches: readonly Match[]) {
  const found = new Map(matches.map(({ callId, decisionId }) => [callId, decisionId]));
  const share = (of: number, all: number) => of / Math.max(1, all);
  const mediated = calls.filter(({ id }) => of.get(id));
  const passed = calls.filter(({ id }) => !of.get(id));
  return {
    /** Decided, and yet told as having passed no point. */
    falseAlarms: share(mediated.filter(({ id }) => !found.has(id)).length, mediated.length),
    /** Passed no point, and hidden behind another call's decision. */
    missed: share(passed.filter(({ id }) => found.has(id)).length, passed.length),
    /** Given another decision than its own. */
    swapped: share(matches.filter(({ callId, decisionId }) => of.get(callId) !== decisionId).length, matches.length),
    counted: calls.length - found.size,
    really: passed.length,
  };
}

test("on mixed traffic, few calls are told falsely to have passed no point, and few hide behind others", () => {
  const truth = traffic(5_000, chance(7));
  const measured = rates(truth, matchCalls(truth.calls, truth.decisions));
  console.info(`matching 5,000 calls of mixed traffic: ${JSON.stringify(measured)}`);
  expect(measured.falseAlarms).toBeLessThan(0.03);
  expect(measured.missed).toBeLessThan(0.12);
});
