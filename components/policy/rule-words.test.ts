import { describe, expect, it } from "vitest";
import { stageWords } from "@/lib/policy/rules";
import { spanWords, stageProblem } from "./rule-words";

describe("stageProblem", () => {
  it("refuses a stage that could never be met", () => {
    expect(stageProblem({ title: "Owners", need: 2, from: [{ kind: "owner" }] })).toContain("could never be met");
  });

  it("refuses a stage without people", () => {
    expect(stageProblem({ title: "Owners", need: 1, from: [] })).toContain("at least one group");
    expect(stageProblem({ title: "Named", need: 1, from: [{ kind: "people", ids: [] }] })).toContain("one person");
  });

  it("does not guess how many hold a role", () => {
    expect(stageProblem({ title: "Security", need: 9, from: [{ kind: "role", role: "security" }] })).toBeNull();
  });

  it("takes groups together", () => {
    expect(stageProblem({ title: "Two", need: 2, from: [{ kind: "owner" }, { kind: "backup" }] })).toBeNull();
  });
});

it("says a stage in words and shows who has left", () => {
  const from = [{ kind: "ownerOrBackup" as const }, { kind: "people" as const, ids: ["usr_a", "usr_b"] }];
  expect(stageWords({ need: 2, from }, new Map([["usr_a", "Ada"]]))).toBe(
    "2 different people from: the agent's owner or backup owner; Ada, a person who has left",
  );
});

it("says spans in whole units", () => {
  expect(spanWords(900)).toBe("15 minutes");
  expect(spanWords(129_600)).toBe("1 day 12 hours");
  expect(spanWords(30)).toBe("30 seconds");
});
