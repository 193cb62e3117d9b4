import { expect, test } from "vitest";
import { causeWords, changeWords, deltaWords, directionOf } from "./score-words";

test("a move has a sign, and one too small for two decimals is never shown as none", () => {
  expect(deltaWords(1, 1.25)).toBe("+0.25");
  expect(deltaWords(1.25, 1)).toBe("−0.25");
  expect(deltaWords(1, 1.0001)).toBe("+<0.01");
  expect(deltaWords(1, 1)).toBe("±0");
  expect(deltaWords(null, 1)).toBeNull();
});

test("what had no score before begins, and what has none any more falls", () => {
  expect(directionOf(null, 1)).toBe("began");
  expect(directionOf(1, null)).toBe("fell");
  expect(directionOf(1, 1.25)).toBe("rose");
  expect(directionOf(1, 1)).toBe("changed");
  expect(directionOf(null, null)).toBe("changed");
});

test("a change is told by what happened, and a stage that stays is said to stay", () => {
  expect(changeWords({ kind: "moved", fromStage: "enforce", toStage: "observe" })).toBe("From enforce to observe");
  expect(changeWords({ kind: "moved", fromStage: "none", toStage: "none" })).toBe("Stays at no stage");
  expect(changeWords({ kind: "removed", fromStage: "none", toStage: null })).toBe("Removed from the inventory");
});

test("agents are counted", () => {
  expect(causeWords({ direction: "fell", agents: 1 })).toBe("1 agent fell");
  expect(causeWords({ direction: "joined", agents: 1200 })).toBe("1,200 agents joined");
});
