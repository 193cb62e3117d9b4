/** Policies as Cedar text, the rules that checkpoints follow, and the signed bundles that carry both to the points. */
import { z } from "zod";
import { changeReason } from "@/lib/audit/contract";
import { guarded } from "@/lib/changes/contract";
import { idOf } from "@/lib/shared/ids";
import { Nothing, operation } from "@/lib/shared/operation";
import { SignedBundle } from "@/sdk/wire/bundle";
import { Decision, DecisionRequest } from "@/sdk/wire/decision";
import { Digest, Instant, Mode } from "@/sdk/wire/words";
import { Origin } from "./origin";
import { RollOutPlan } from "./ring-contract";
import { RuleTerms } from "./rule-contract";
import { PolicySource } from "./source";

export const Slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/, "lower-case letters, digits and hyphens, at most 80");
/** Of an organisation, whatever their state. */
export const MOST_POLICIES = 10_000;
export const MOST_POLICY_TEXT = 100_000;
/** One Cedar policy with its annotations. */
export const PolicyText = z.string().min(1).max(MOST_POLICY_TEXT);

export const PolicyProblem = z.object({
  severity: z.enum(["error", "warning"]),
  message: z.string(),
  help: z.string().nullable(),
  /** UTF-16 offsets in the text; null when it concerns the whole. */
  from: z.int().nullable(),
  to: z.int().nullable(),
});
export type PolicyProblem = z.infer<typeof PolicyProblem>;

export const PolicyVersion = z.object({
  version: z.int(),
  text: z.string(),
  effect: z.enum(["permit", "forbid"]),
  checkpoint: z.string().nullable(),
  mode: Mode,
  createdByName: z.string(),
  createdAt: Instant,
});
export type PolicyVersion = z.infer<typeof PolicyVersion>;

export const Policy = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  status: z.enum(["draft", "active", "disabled"]),
  demo: z.boolean(),
  /** The repository that owns it; null: the console does, and edits it. */
  source: PolicySource.nullable(),
  /** The entry of the library that it was made from; null: none. */
  library: Origin.nullable(),
  current: PolicyVersion,
  /** Version that the newest bundle carries; null when it carries none. */
  inForce: z.int().nullable(),
  updatedAt: Instant,
});
export type Policy = z.infer<typeof Policy>;

export const listPoliciesOp = operation({
  id: "policy.listPolicies",
  http: "GET /v1/policies",
  permission: "policy:read",
  summary: "List policies, each with its current version and the one in force",
  input: Nothing,
  output: z.object({ items: z.array(Policy), unpublished: z.int(), revision: z.int().nullable() }),
});

export const getPolicyOp = operation({
  id: "policy.getPolicy",
  http: "GET /v1/policies/{id}",
  permission: "policy:read",
  summary: "Read a policy with all its versions",
  input: z.strictObject({ id: idOf("policy") }),
  output: Policy.extend({ versions: z.array(PolicyVersion) }),
});

export const validatePolicyOp = operation({
  id: "policy.validatePolicy",
  http: "POST /v1/policies/validate",
  permission: "policy:read",
  summary: "Check a policy's text against the inventory's schema without keeping it",
  input: z.strictObject({ text: z.string().max(MOST_POLICY_TEXT) }),
  output: z.object({ valid: z.boolean(), problems: z.array(PolicyProblem), formatted: z.string().nullable() }),
});

export const createPolicyOp = operation({
  id: "policy.createPolicy",
  http: "POST /v1/policies",
  creates: true,
  permission: "policy:edit",
  summary: "Create a policy; it is in force only once a bundle with it has been published",
  input: z.strictObject({ slug: Slug, title: z.string().trim().min(1).max(160), text: PolicyText }),
  output: Policy,
  errors: ["conflict"],
});

export const editPolicyOp = operation({
  id: "policy.editPolicy",
  http: "PATCH /v1/policies/{id}",
  permission: "policy:edit",
  summary: "Make a new version of a policy; `version` is the one that was seen, and an older one is refused",
  input: z.strictObject({
    id: idOf("policy"),
    version: z.int().positive(),
    title: z.string().trim().min(1).max(160).optional(),
    text: PolicyText.optional(),
    status: z.enum(["active", "disabled"]).optional(),
  }),
  output: Policy,
  errors: ["conflict"],
});

export const publishBundleOp = operation({
  id: "policy.publishBundle",
  http: "POST /v1/bundles",
  creates: true,
  permission: "policy:publish",
  summary:
    "Put the current version of every active policy in force: sign a bundle and push it to every connected point, or to one ring of points after the other. `base` is what a review showed, and anything newer is refused; a failing case refuses too. A set that weakens enforcement is proposed to a second person instead, with the reason",
  input: z.strictObject({
    note: z.string().trim().max(500).default(""),
    reason: changeReason,
    base: z.strictObject({ published: z.int().positive().nullable(), draft: Digest }).optional(),
    /** Ring by ring, under these terms; left out or null: to every point at once. */
    rollOut: RollOutPlan.nullable().default(null),
  }),
  output: guarded(
    z.object({
      revision: z.int(),
      contentDigest: Digest,
      createdAt: Instant,
      policies: z.int(),
      agents: z.int(),
      tools: z.int(),
      /** The roll-out that was started with it; null: it is for every point. */
      rollOut: z.string().nullable(),
    }),
  ),
  errors: ["conflict"],
});

export const revertBundleOp = operation({
  id: "policy.revertBundle",
  http: "POST /v1/bundles/{revision}/revert",
  creates: true,
  permission: "policy:publish",
  summary:
    "Put the policies of an earlier revision in force again, under a new revision; drafts stay drafts; what weakens is proposed to a second person. `published` is the revision of the publication in force that was seen",
  input: z.strictObject({
    revision: z.coerce.number().int().positive(),
    published: z.int().positive(),
    note: z.string().trim().max(500).default(""),
    reason: changeReason,
  }),
  output: publishBundleOp.output,
  errors: ["conflict"],
});

export const BundleSummary = z.object({
  revision: z.int(),
  contentDigest: Digest,
  signingKeyId: z.string(),
  /** rollOut: for the points that a roll-out has reached. */
  cause: z.enum(["published", "inventory", "rollOut"]),
  rollOutId: z.string().nullable(),
  note: z.string(),
  createdByName: z.string(),
  createdAt: Instant,
  policies: z.int(),
  agents: z.int(),
  tools: z.int(),
});
export const listBundlesOp = operation({
  id: "policy.listBundles",
  http: "GET /v1/bundles",
  permission: "policy:read",
  summary: "List the newest bundles",
  input: Nothing,
  output: z.object({ items: z.array(BundleSummary) }),
});

export const getBundleOp = operation({
  id: "policy.getBundle",
  http: "GET /v1/bundles/{revision}",
  permission: "policy:read",
  summary: "Read a signed bundle as points receive it",
  input: z.strictObject({ revision: z.coerce.number().int().positive() }),
  output: SignedBundle,
});

export const simulateDecisionOp = operation({
  id: "policy.simulateDecision",
  http: "POST /v1/decisions/simulate",
  permission: "policy:read",
  summary: "Ask the evaluator what the bundle in force would decide; nothing is recorded or executed",
  input: DecisionRequest,
  verbatim: ["arguments"],
  output: Decision,
});

export const CheckpointRule = RuleTerms.extend({
  slug: z.string(),
  demo: z.boolean(),
  updatedAt: Instant,
  /** Policies that name it. */
  usedBy: z.int(),
});
export type CheckpointRule = z.infer<typeof CheckpointRule>;

export const listRulesOp = operation({
  id: "policy.listRules",
  http: "GET /v1/checkpoint-rules",
  permission: "policy:read",
  summary: "List checkpoint rules",
  input: Nothing,
  output: z.object({ items: z.array(CheckpointRule) }),
});

export const saveRuleOp = operation({
  id: "policy.saveRule",
  http: "PUT /v1/checkpoint-rules/{slug}",
  permission: "rule:edit",
  summary:
    "Create or change a checkpoint rule; one that nobody could meet is refused. Open requests keep what they were opened with. A weaker rule that a policy in force names is proposed to a second person, with the reason",
  input: RuleTerms.extend({ slug: Slug, reason: changeReason }),
  output: guarded(
    CheckpointRule.extend({
      /** What the rule cannot do as things stand, a sentence each: agents for which nobody could meet it. */
      warnings: z.array(z.string()),
    }),
  ),
  errors: ["conflict"],
});
