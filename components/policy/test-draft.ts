/** A test being written, as its fields hold it. */
import type { z } from "zod";
import type { createPolicyTestOp, PolicyTest } from "@/lib/policy/test-contract";
import { readArguments } from "./sample-arguments";

/** What the field "Who calls" holds for an agent that is described and not named. */
export const DESCRIBED = "described";

export type TestDraft = {
  name: string;
  /** An agent's id, or `DESCRIBED`. */
  who: string;
  attributes: Omit<Extract<PolicyTest["principal"], { kind: "attributes" }>, "kind">;
  tool: string;
  arguments: string;
  expected: PolicyTest["expected"];
  expectedRule: string;
};

const plain: TestDraft["attributes"] = {
  riskTier: "medium",
  environment: "production",
  provider: "other",
  framework: "",
  team: "",
  autonomy: "supervised",
  dataClasses: [],
};

export const emptyTest = (who: string, tool: string): TestDraft => ({
  name: "",
  who,
  attributes: plain,
  tool,
  arguments: "{}",
  expected: "deny",
  expectedRule: "",
});

export function draftOfTest(test: PolicyTest): TestDraft {
  const { principal } = test;
  const { kind: _, ...attributes } = principal.kind === "attributes" ? principal : { kind: null, ...plain };
  return {
    name: test.name,
    who: principal.kind === "agent" ? principal.id : DESCRIBED,
    attributes,
    tool: test.tool,
    arguments: JSON.stringify(test.arguments, null, 2),
    expected: test.expected,
    expectedRule: test.expectedRule ?? "",
  };
}

/** What is sent; null while something is missing or the arguments are no JSON object. */
export function termsOfTest(draft: TestDraft): z.input<typeof createPolicyTestOp.input> | null {
  const read = readArguments(draft.arguments);
  if (!read.ok || draft.name.trim() === "" || draft.who === "" || draft.tool === "") return null;
  return {
    name: draft.name.trim(),
    principal: draft.who === DESCRIBED ? { kind: "attributes", ...draft.attributes } : { kind: "agent", id: draft.who },
    tool: draft.tool,
    arguments: read.value,
    expected: draft.expected,
    expectedRule: draft.expected === "hold" && draft.expectedRule !== "" ? draft.expectedRule : null,
  };
}
