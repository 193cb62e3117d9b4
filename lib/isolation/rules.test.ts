import { expect, test } from "vitest";
import { defaults, demandsOn, stateOf, worstFirst } from "./rules";

const now = new Date("2026-11-28T12:00:00.000Z");
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const run = (result: "passed" | "failed" | "void", hours: number, ended = hours) => ({
  result,
  reason: "3 of 3 attempts were contained, none got out.",
  endedAt: hoursAgo(ended),
  receivedAt: hoursAgo(hours),
  reviewed: false,
});
const counting = { everyHours: 24, reviewedOnly: false };

test("an agent must be isolated for its tier, its data or its operations, and for nothing else", () => {
  const plain = { riskTier: "high", dataClasses: ["public"], operations: ["read"] } as const;
  expect(demandsOn(plain, defaults)).toEqual([]);
  expect(demandsOn({ ...plain, riskTier: "critical" }, defaults)).toHaveLength(1);
  expect(demandsOn({ ...plain, dataClasses: ["public", "health"] }, defaults)).toEqual(["It touches health data."]);
  expect(demandsOn({ ...plain, operations: ["code.execute"] }, defaults)[0]).toMatch(/carried out code\.execute/);
  expect(demandsOn({ ...plain, operations: ["code.execute"] }, { ...defaults, operationClasses: [] })).toEqual([]);
});

test("only a run that passed within the hours counts as isolated, and every other state says why", () => {
  expect(stateOf(null, now, counting)).toMatchObject({ state: "never", why: expect.stringMatching(/never run/) });
  expect(stateOf(run("failed", 1), now, counting).state).toBe("escaped");
  expect(stateOf(run("void", 1), now, counting).state).toBe("void");
  expect(stateOf(run("passed", 23), now, counting).state).toBe("isolated");
  expect(stateOf(run("passed", 25), now, counting)).toMatchObject({
    state: "overdue",
    why: expect.stringMatching(/25 hours ago/),
  });
});

test("a clock that is ahead, or a report that comes late, makes no run last longer", () => {
  expect(stateOf(run("passed", 1, 25), now, counting).state).toBe("overdue");
  expect(stateOf(run("passed", 25, -1), now, counting).state).toBe("overdue");
});

test("those that must be isolated come first, the worst of them before the others", () => {
  const row = (agentName: string, state: "isolated" | "escaped" | "never", demands: string[] = []) => ({
    agentName,
    state,
    demands,
  });
  const rows = [row("A", "escaped"), row("B", "isolated", ["x"]), row("C", "never", ["x"]), row("D", "never", ["x"])];
  expect(rows.sort(worstFirst).map(({ agentName }) => agentName)).toEqual(["C", "D", "B", "A"]);
});
