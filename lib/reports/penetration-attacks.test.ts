import { expect, test } from "vitest";
import type { ScenarioResult } from "@/sdk/wire/redteam";
import { attacksSection } from "./penetration-attacks";

const attack: ScenarioResult = {
  id: "OWN-refund",
  asi: "ASI02",
  atlas: [],
  title: "A refund above the limit",
  goal: "Too much is refunded.",
  steps: ["A mail asks for it.", "The agent does it."],
  expected: "Policy forbids it.",
  severity: "high",
  custom: true,
  control: { got: true, seen: "refund ran" },
  observed: null,
  verdict: "void",
  evidence: [],
  ms: 1,
};

test("an attack is told in full, and what is not there is said to be missing", () => {
  const [, block] = attacksSection([attack]).blocks;
  expect(block).toMatchObject({
    caption: "OWN-refund: A refund above the limit",
    rows: [
      ["Goal", "Too much is refunded."],
      ["Step 1", "A mail asks for it."],
      ["Step 2", "The agent does it."],
      ["MITRE ATLAS", "no technique is named"],
      ["Written by", "the organisation itself, as a scenario of its own"],
      ["Expected control", "Policy forbids it."],
      ["Without it", "It succeeded: refund ran"],
      ["With it", "It was not run."],
      ["Record", "none"],
      ["Severity if it passes", "high"],
    ],
  });
  expect(attacksSection([]).blocks).toMatchObject([{ text: "No attack was made." }]);
});

test("each record stands with the digest that was signed", () => {
  const digest = `sha256:${"a".repeat(64)}`;
  const evidence = [{ kind: "call" as const, id: "call-1", digest, says: "forbidden" }];
  expect(JSON.stringify(attacksSection([{ ...attack, evidence }]))).toContain(`call call-1, ${digest}: forbidden`);
});
