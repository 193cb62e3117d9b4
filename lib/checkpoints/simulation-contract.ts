/** Trying a checkpoint rule before it is kept: who would be asked, when, and what if somebody is away. */
import { z } from "zod";
import { Slug } from "@/lib/policy/contract";
import { RuleTerms } from "@/lib/policy/rule-contract";
import { idOf } from "@/lib/shared/ids";
import { operation } from "@/lib/shared/operation";
import { Instant } from "@/sdk/wire/words";

const Candidate = z.object({
  id: z.string(),
  name: z.string(),
  /** An API key: it fills a role's place for who made it, and nobody writes to it. */
  key: z.boolean(),
  /** The absent person in whose place they would decide; null: for themselves. */
  standsFor: z.string().nullable(),
  /** False where the rule asks for a passkey and they have none yet. */
  ready: z.boolean(),
});

export const SimulatedStep = z.object({
  kind: z.enum(["opened", "escalated"]),
  at: Instant,
  stages: z.array(
    z.object({
      title: z.string(),
      need: z.int(),
      candidates: z.array(Candidate),
      /** Those of them who are asked for the first time at this step. */
      added: z.array(z.string()),
    }),
  ),
  /** What is missing for it to be met by these people; null when they suffice. */
  missing: z.string().nullable(),
});
export type SimulatedStep = z.infer<typeof SimulatedStep>;

export const Simulation = z.object({
  at: Instant,
  /** Whether the moment is within the rule's working hours. */
  workingTime: z.boolean(),
  expiresAt: Instant,
  reminders: z.array(Instant),
  steps: z.array(SimulatedStep),
  /** Who may not decide, and why. */
  excluded: z.array(
    z.object({ id: z.string(), name: z.string(), why: z.enum(["owner", "onBehalfOf", "policyAuthor", "requester"]) }),
  ),
  /** Who is away then, in fact or as supposed, and who stands in. */
  away: z.array(z.object({ id: z.string(), name: z.string(), delegate: z.string().nullable() })),
  /** Why saving would be refused: nobody could meet it. */
  refusal: z.string().nullable(),
  /** What else to know before saving: agents for which nobody could meet it. */
  warnings: z.array(z.string()),
});
export type Simulation = z.infer<typeof Simulation>;

export const simulateRuleOp = operation({
  id: "checkpoints.simulateRule",
  http: "POST /v1/checkpoint-rules/simulate",
  permission: "policy:read",
  summary: "Ask who would be asked under a rule, at each step, for one agent; nothing is kept and nobody is told",
  input: z.strictObject({
    /** The rule's name, where it is kept already or chosen: its policies say who their authors are. */
    slug: Slug.nullable().default(null),
    terms: RuleTerms,
    agentId: idOf("agent"),
    /** The moment of the call; null is now. */
    at: Instant.nullable().default(null),
    /** People supposed to be away for all of it, beside those who really are. */
    away: z.array(idOf("user")).max(50).default([]),
    /** On whose behalf the agent would call: a person's id or e-mail address. */
    onBehalfOf: z.string().max(300).nullable().default(null),
  }),
  output: Simulation,
  errors: ["not_found"],
});
