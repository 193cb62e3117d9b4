/** Cases kept beside the policies: what must be decided of one call, asked of a draft before it is put in force. */
import { z } from "zod";
import { changeReason, guardedErrors, isStorable, notStorable } from "@/lib/audit/contract";
import { Autonomy, DataClass, Environment, Provider } from "@/lib/inventory/contract";
import { idOf } from "@/lib/shared/ids";
import { Nothing, operation } from "@/lib/shared/operation";
import { Decision } from "@/sdk/wire/decision";
import { Effect, Instant, JsonObject, RiskTier, ToolName } from "@/sdk/wire/words";
import { Slug } from "./contract";

/** Cases that an organisation may keep: all are run at each publication. */
export const MOST_TESTS = 500;
/** Bytes of one case's arguments. */
export const MOST_ARGUMENT_BYTES = 16_384;

const Word = z.string().trim().max(120).refine(isStorable, notStorable);

/** An agent that is here, or one that has these attributes. Either counts as active: a case is about policies. */
export const TestPrincipal = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("agent"), id: idOf("agent") }),
  z.strictObject({
    kind: z.literal("attributes"),
    riskTier: RiskTier.default("medium"),
    environment: Environment.default("production"),
    provider: Provider.default("other"),
    framework: Word.default(""),
    team: Word.default(""),
    autonomy: Autonomy.default("supervised"),
    dataClasses: z.array(DataClass).max(20).default([]),
  }),
]);
export type TestPrincipal = z.infer<typeof TestPrincipal>;

const CaseArguments = JsonObject.refine(
  (value) => new TextEncoder().encode(JSON.stringify(value)).length <= MOST_ARGUMENT_BYTES,
  `at most ${MOST_ARGUMENT_BYTES.toLocaleString("en-GB")} bytes`,
);

export const CaseTerms = {
  name: z.string().trim().min(1, "say what it makes sure of").max(160).refine(isStorable, notStorable),
  principal: TestPrincipal,
  tool: ToolName.refine(isStorable, notStorable),
  arguments: CaseArguments,
  expected: Effect,
  /** Of a hold: the rule that must be among those that hold it. Null: whichever. */
  expectedRule: Slug.nullable().default(null),
};
export const ruleOnlyOfHold = (value: { expected: string; expectedRule: string | null }) =>
  value.expectedRule === null || value.expected === "hold";
export const ruleMessage = { path: ["expectedRule"], message: "only a held call has a rule" };

export const PolicyTest = z.object({
  ...CaseTerms,
  id: z.string(),
  arguments: JsonObject,
  version: z.int(),
  updatedByName: z.string(),
  updatedAt: Instant,
});
export type PolicyTest = z.infer<typeof PolicyTest>;

export const listPolicyTestsOp = operation({
  id: "policy.listPolicyTests",
  http: "GET /v1/policy-tests",
  permission: "policy:read",
  summary: "List the cases that a set of policies must pass before it is put in force",
  input: Nothing,
  output: z.object({ items: z.array(PolicyTest) }),
});

export const createPolicyTestOp = operation({
  id: "policy.createPolicyTest",
  http: "POST /v1/policy-tests",
  creates: true,
  permission: "policy:edit",
  summary: "Keep a case beside the policies; from now on a set that fails it is not put in force",
  input: z.strictObject(CaseTerms).refine(ruleOnlyOfHold, ruleMessage),
  output: PolicyTest,
  errors: ["conflict"],
});

export const editPolicyTestOp = operation({
  id: "policy.editPolicyTest",
  http: "PUT /v1/policy-tests/{id}",
  permission: "policy:edit",
  summary: "Change a case; `version` is the one that was seen, and an older one is refused",
  input: z
    .strictObject({ id: idOf("policyTest"), version: z.int().positive(), ...CaseTerms, reason: changeReason })
    .refine(ruleOnlyOfHold, ruleMessage),
  output: PolicyTest,
  errors: ["conflict", ...guardedErrors],
});

export const deletePolicyTestOp = operation({
  id: "policy.deletePolicyTest",
  http: "DELETE /v1/policy-tests/{id}",
  permission: "policy:edit",
  summary: "Delete a case",
  input: z.strictObject({ id: idOf("policyTest"), reason: changeReason }),
  output: z.object({ id: z.string() }),
  errors: guardedErrors,
});

export const TestResult = z.object({
  id: z.string(),
  name: z.string(),
  passed: z.boolean(),
  expected: Effect,
  expectedRule: z.string().nullable(),
  /** Null where the case could not be asked: its agent is gone. */
  got: Decision.omit({ revision: true }).nullable(),
  /** What was expected, what came out and why, in a sentence. */
  why: z.string(),
});
export type TestResult = z.infer<typeof TestResult>;

export const runPolicyTestsOp = operation({
  id: "policy.runPolicyTests",
  http: "POST /v1/policy-tests/run",
  permission: "policy:read",
  summary: "Run every case against the draft, as a publication would, or against what is in force; nothing is recorded",
  input: z.strictObject({ against: z.enum(["draft", "inForce"]).default("draft") }),
  output: z.object({ against: z.enum(["draft", "inForce"]), results: z.array(TestResult), failed: z.int() }),
  errors: ["conflict"],
});
