/** Policies as code: a repository owns policies and cases, and hands them over by `gatehouse policy push`. */
import { z } from "zod";
import { isStorable, notStorable } from "@/lib/audit/contract";
import { idOf } from "@/lib/shared/ids";
import { operation } from "@/lib/shared/operation";
import { MOST_POLICIES, Policy, PolicyText, Slug } from "./contract";
import { DraftReview } from "./review-contract";
import { PolicySource } from "./source";
import { CaseTerms, MOST_TESTS, ruleMessage, ruleOnlyOfHold } from "./test-contract";

const { repository, commit, path } = PolicySource.shape;

const Pushed = z.strictObject({
  repository,
  commit,
  /** The publication that was seen: a newer one refuses the push. Null: none was. Left out: whichever is in force. */
  published: z.int().positive().nullable().optional(),
  /** Also take over what the console owns under the same names. */
  adopt: z.boolean().default(false),
  /** All that the repository holds: what it owned before and does not hold now is disabled. */
  policies: z
    .array(
      z.strictObject({
        slug: Slug,
        title: z.string().trim().min(1).max(160).refine(isStorable, notStorable),
        status: z.enum(["active", "disabled"]).default("active"),
        text: PolicyText,
        path,
      }),
    )
    .max(MOST_POLICIES)
    .refine((list) => new Set(list.map(({ slug }) => slug)).size === list.length, "two policies have the same name"),
  tests: z
    .array(z.strictObject(CaseTerms).refine(ruleOnlyOfHold, ruleMessage))
    .max(MOST_TESTS)
    .refine((list) => new Set(list.map(({ name }) => name)).size === list.length, "two cases have the same name"),
});
export type Pushed = z.output<typeof Pushed>;

const Told = z.object({
  /** Names of the policies that became new, changed or disabled. */
  created: z.array(z.string()),
  edited: z.array(z.string()),
  disabled: z.array(z.string()),
  unchanged: z.int(),
  /** What publishing would change now. */
  review: DraftReview,
});

const maxBody = 16 * 1024 * 1024;

export const pushPoliciesOp = operation({
  id: "policy.pushPolicies",
  http: "POST /v1/policies/push",
  permission: "policy:edit",
  summary:
    "Hand over the policies and cases of a repository as drafts, all or nothing; from then on the console does not edit them unless somebody takes them over",
  input: Pushed,
  output: Told,
  errors: ["conflict"],
  maxBody,
});

export const comparePoliciesOp = operation({
  id: "policy.comparePolicies",
  http: "POST /v1/policies/compare",
  permission: "policy:read",
  summary: "Say what pushing and publishing these policies would change, without keeping anything",
  input: Pushed,
  output: Told,
  errors: ["conflict"],
  maxBody,
});

export const takeOverPolicyOp = operation({
  id: "policy.takeOverPolicy",
  http: "POST /v1/policies/{id}/take-over",
  permission: "policy:edit",
  summary: "Let the console own a policy that a repository owns; the repository's next push is refused because of it",
  input: z.strictObject({
    id: idOf("policy"),
    reason: z.string().trim().min(1, "say why").max(500).refine(isStorable, notStorable),
  }),
  output: Policy,
  errors: ["conflict"],
});
