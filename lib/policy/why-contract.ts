/** Why a call is decided as it is: the policies, what they read, and the least that would have to differ. */
import { z } from "zod";
import { isStorable, notStorable } from "@/lib/audit/contract";
import { operation } from "@/lib/shared/operation";
import { Decision, DecisionCode, DecisionRequest } from "@/sdk/wire/decision";
import { Effect } from "@/sdk/wire/words";

/** One thing that would differ. Values are JSON texts: untrusted where an agent wrote them. */
export const Step = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("withoutPolicy"), policy: z.string(), title: z.string() }),
  /** null: left out. */
  z.object({ kind: z.literal("argument"), name: z.string(), value: z.string().nullable() }),
  /** People have met the rule, or signed the delegation off for this call. */
  z.object({ kind: z.literal("met"), rule: z.string() }),
  z.object({
    kind: z.literal("agent"),
    agentId: z.string(),
    agentName: z.string(),
    attribute: z.enum([
      "status",
      "riskTier",
      "environment",
      "provider",
      "framework",
      "team",
      "autonomy",
      "dataClasses",
    ]),
    value: z.string(),
  }),
  z.object({ kind: z.literal("principal"), agentId: z.string(), agentName: z.string() }),
  /** The agent makes the call by itself, and not through others. */
  z.object({ kind: z.literal("direct") }),
  z.object({ kind: z.literal("onBehalfOf"), value: z.string().nullable() }),
  /** The tool is defined as it was approved. */
  z.object({ kind: z.literal("asApproved") }),
  /** Without the order that stops it. */
  z.object({ kind: z.literal("withoutOrder") }),
]);
export type Step = z.infer<typeof Step>;

/** A smallest change: decided by the evaluator, and no part of it alone changes the outcome. */
export const SmallestChange = z.object({
  steps: z.array(Step).min(1),
  effect: Effect,
  code: DecisionCode,
  reason: z.string(),
  /** How many others differ from it in their values only, and end alike; the nearest is the one shown. */
  alike: z.int(),
});
export type SmallestChange = z.infer<typeof SmallestChange>;

const ReadValue = z.object({
  name: z.string(),
  /** JSON text; null: it was not there. */
  value: z.string().nullable(),
  /** What is recorded of it was redacted at the point. */
  redacted: z.boolean(),
});
export type ReadValue = z.infer<typeof ReadValue>;

const Named = z.object({
  /** As decisions name it. */
  slug: z.string(),
  /** Null when it is not here any more. */
  id: z.string().nullable(),
  title: z.string(),
  /** Of the bundle that decided; null when that is not known. */
  version: z.int().nullable(),
  effect: z.enum(["permit", "forbid"]).nullable(),
  checkpoint: z.string().nullable(),
  /** determined: the decision names it. applied: it applied as well, and did not tip the balance. */
  role: z.enum(["determined", "applied"]),
});

export const Explanation = z.object({
  decision: Decision,
  policies: z.array(Named),
  values: z.array(ReadValue),
  changes: z.array(SmallestChange),
  /** What cannot be told, and why, a sentence each. */
  untold: z.array(z.string()),
  search: z.object({
    evaluations: z.int(),
    /** How many things were changed at once at most. */
    depth: z.int(),
    /** False: it stopped at its bound, and there may be more. */
    complete: z.boolean(),
  }),
});
export type Explanation = z.infer<typeof Explanation>;

export const explainDecisionOp = operation({
  id: "policy.explainDecision",
  http: "POST /v1/decisions/explain",
  permission: "policy:read",
  summary:
    "Say why the bundle in force would decide a call as it does, and the least that would have to differ, each tried on the evaluator; nothing is recorded or executed",
  input: DecisionRequest,
  verbatim: ["arguments"],
  output: Explanation,
});

export const explainCallOp = operation({
  id: "policy.explainCall",
  http: "GET /v1/activity/{id}/why",
  permission: "policy:read",
  summary:
    "Say why a recorded call was decided as it was, under the bundle that decided it, and the least that would have had to differ; what the record does not hold is said",
  input: z.strictObject({ id: z.string().max(200).refine(isStorable, notStorable) }),
  output: Explanation,
  errors: ["conflict"],
});
