import { describe, expect, test } from "vitest";
import { readTable } from "@/lib/shared/read-table";
import { readLines } from "./call-lines";
import { shape } from "./call-table";
import { MOST_ROWS } from "./contract";
import { type Known, planCalls, readAll } from "./plan-calls";

const now = new Date("2026-06-01T12:00:00.000Z");
const nothing: Known = {
  agents: { ids: new Set(["agt_1"]), names: new Set(["Known agent"]) },
  imported: new Map(),
  recorded: new Map(),
};
const planned = (csv: string, known = nothing) =>
  planCalls(
    readAll(
      readTable(shape, csv, {}).rows.map(({ line, cells }) => ({ line, cells, problems: [] })),
      now,
    ),
    known,
  );
const lines = (objects: unknown[], known = nothing) =>
  planCalls(readAll(readLines(objects.map((one) => JSON.stringify(one)).join("\n"), {}).rows, now), known);
const row = { at: "2026-01-31T09:30:00Z", tool: "bank/pay", agentName: "Known agent" };
const problemsOf = (plans: ReturnType<typeof planned>) =>
  plans.flatMap(({ shown }) => shown.problems.map(({ field, message }) => [shown.line, field, message]));

describe("refuses, at its row and cell,", () => {
  test.each([
    ["2026-01-31 09:30", /time with a zone/],
    ["31.01.2026", /time with a zone/],
    ["2026-02-31T09:30:00Z", /no such day/],
    ["1969-12-31T23:59:59Z", /before 1970/],
    ["2026-06-01T12:10:00Z", /in the future/],
    ["", /no time/],
  ])("the time %j", (at, message) => {
    expect(problemsOf(planned(`at,tool,agent\n${at},bank/pay,A\n`))).toEqual([
      [2, "at", expect.stringMatching(message)],
    ]);
  });
  test.each([
    [{ effect: "maybe" }, "effect"],
    [{ outcome: "great" }, "outcome"],
    [{ code: "because" }, "code"],
    [{ operationClass: "toString" }, "operationClass"],
    [{ durationMs: -1 }, "durationMs"],
    [{ durationMs: "soon" }, "durationMs"],
    [{ argumentsDigest: "md5:00" }, "argumentsDigest"],
    [{ tool: "x".repeat(301) }, "tool"],
    [{ argumentsText: "x".repeat(100_001) }, "argumentsText"],
    [{ chain: Array.from({ length: 17 }, (_, n) => `a${n}`) }, "chain"],
    [{ agentName: null }, "agentName"],
    [{ agentName: null, agentId: "agt_elsewhere" }, "agentId"],
    [{ tool: undefined }, "tool"],
  ])("%j", (change, field) => {
    expect(problemsOf(lines([{ ...row, ...change }]))).toEqual([[1, field, expect.any(String)]]);
  });
  test("lines that are no object, and those about a loss or about a call elsewhere", () => {
    const text = ["{", "[]", '"x"', '{"type":"gap","at":"x","tool":"y"}', '{"type":"outcome","callId":"c"}'].join("\n");
    const { rows } = readLines(text, {});
    expect(rows.map(({ line, problems }) => [line, problems.length])).toEqual([1, 2, 3, 4, 5].map((line) => [line, 1]));
  });
  test("an id that tells of two calls, in the file or beside what is there", () => {
    const twice = lines([
      { ...row, id: "a" },
      { ...row, id: "a", tool: "bank/other" },
      { ...row, id: "a" },
    ]);
    expect(twice.map(({ shown }) => shown.outcome)).toEqual(["new", "error", "same"]);
    const imported = new Map([["import:a", "sha256:other"]]);
    expect(problemsOf(lines([{ ...row, id: "a" }], { ...nothing, imported }))[0]?.[2]).toMatch(/never changed/);
    const recorded = new Map([
      ["a", { agentId: "agt_1", agentName: "Known agent", tool: "bank/balance", effect: "deny" }],
    ]);
    expect(problemsOf(lines([{ ...row, id: "a" }], { ...nothing, recorded }))[0]?.[1]).toBe("id");
  });
  test("more rows than a batch may have, tables without the needed columns, and what is no table", () => {
    expect(() => readLines("{}\n".repeat(MOST_ROWS + 1), {})).toThrow(/more than 5,000/);
    expect(() => planned(`at,tool\n${"2026-01-01T00:00:00Z,x\n".repeat(MOST_ROWS + 1)}`)).toThrow(/more than 5,000/);
    expect(() => planned("tool,agent\nx,y\n")).toThrow(/time of the calls/);
    expect(() => planned('at,tool\n"2026,x\n')).toThrow(/quotation mark/);
    expect(() => readLines("\n \n", {})).toThrow(/empty/);
  });
});

test("a line of JSON nested ten thousand deep, or with members named after what objects have, does no harm", () => {
  const deep = `{"at":"${row.at}","tool":"x","agentName":"A","argumentsText":${"[".repeat(10_000)}${"]".repeat(10_000)}}`;
  const text = JSON.stringify({
    ...row,
    argumentsText: `{"password":"hunter2","a":${"[".repeat(10_000)}${"]".repeat(10_000)}}`,
  });
  const odd = `{"__proto__":{"at":1},"constructor":"x","at":"${row.at}","tool":"toString","agentName":"A"}`;
  const read = planCalls(readAll(readLines(`${deep}\n${odd}\n${text}`, {}).rows, now), nothing);
  expect(read[0]?.shown.problems).toMatchObject([{ message: expect.stringContaining("nested deeper") }]);
  expect(read[1]?.call).toMatchObject({ tool: "toString", agentName: "A" });
  expect(read[2]?.call?.argumentsText).toMatch(/^\{"password":"\[redacted\]"/);
});

test("a call that is there already is the same one, whoever reported it", () => {
  const [first] = lines([{ ...row, id: "import:a" }]);
  expect(first?.call?.id).toBe("import:a");
  const imported = new Map([["import:a", first?.call?.bodyDigest ?? ""]]);
  const recorded = new Map([["b", { agentId: "agt_1", agentName: "Known agent", tool: "bank/pay", effect: "allow" }]]);
  const again = lines(
    [
      { ...row, id: "a" },
      { ...row, id: "b", effect: "allow" },
    ],
    { ...nothing, imported, recorded },
  );
  expect(again.map(({ shown }) => shown.outcome)).toEqual(["same", "same"]);
});

test("without an id a call is known by all that its row says", () => {
  const [one, other, same] = lines([row, { ...row, tool: "bank/other" }, row]);
  expect(one?.call?.id).not.toBe(other?.call?.id);
  expect([one, other, same].map((plan) => plan?.shown.outcome)).toEqual(["new", "new", "same"]);
});

test("reads other headings, zones and words, a spreadsheet's guard, and says which agents are unknown", () => {
  const csv = [
    "Timestamp;Agent;Tool name;Decision;Duration;Message;Colour",
    "2026-01-31T11:30:00+02:00;Stranger;bank/pay;Blocked;12.5;'=SUM(A1);red",
  ].join("\n");
  const [plan] = planned(csv);
  expect(plan?.shown).toMatchObject({ outcome: "new", unknownAgent: true, effect: "deny" });
  expect(plan?.call).toMatchObject({ at: "2026-01-31T09:30:00.000Z", durationMs: 12.5, reason: "=SUM(A1)" });
});

test("what a point reports is read: an outcome completes its call, secrets are hidden, the digest covers what was sent", () => {
  const call = { type: "call", id: "event-0000000000000001", ...row, agentId: "agt_1", agentName: undefined };
  const secret = { ...call, argumentsText: '{"password":"hunter2","to":"x"}', policies: ["p1", "p2"] };
  const [plan] = lines([
    secret,
    { type: "outcome", id: "o", callId: call.id, outcome: "failed", durationMs: 3, error: "no" },
  ]);
  expect(plan?.call).toMatchObject({ outcome: "failed", durationMs: 3, error: "no", policies: ["p1", "p2"] });
  expect(plan?.call?.argumentsText).not.toContain("hunter2");
  expect(plan?.call?.argumentsDigest).toMatch(/^sha256:/);
});

test("lines of several systems in one file are each read by their own names", () => {
  const { at, ...rest } = row;
  const plans = lines([
    { ...row, effect: "allow", decision: "denied" },
    { ...rest, timestamp: at, decision: "denied" },
  ]);
  expect(plans.map(({ call }) => [call?.at, call?.effect])).toEqual([
    ["2026-01-31T09:30:00.000Z", "allow"],
    ["2026-01-31T09:30:00.000Z", "deny"],
  ]);
});

test("what Postgres cannot hold is written out", () => {
  const [plan] = lines([{ ...row, reason: "a\u0000b", tool: "bad/\ud800" }]);
  expect(plan?.call).toMatchObject({ reason: "a\\u0000b", tool: "bad/\\ud800" });
});
