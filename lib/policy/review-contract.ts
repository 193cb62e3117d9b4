/** What putting the draft in force would change: in the texts, and in what agents may do. */
import { z } from "zod";
import { Weakening } from "@/lib/changes/contract";
import { Nothing, operation } from "@/lib/shared/operation";
import { Digest, Effect } from "@/sdk/wire/words";
import { OpenRollOut } from "./ring-contract";
import { TestResult } from "./test-contract";

export const TextChange = z.object({
  policyId: z.string(),
  slug: z.string(),
  title: z.string(),
  kind: z.enum(["added", "changed", "removed"]),
  from: z.int().nullable(),
  to: z.int().nullable(),
  /** The text in force and the text that would be; empty where there is none. */
  before: z.string(),
  after: z.string(),
});
export type TextChange = z.infer<typeof TextChange>;

/** How the answer to one call changes. */
export const Shift = z.enum(["newlyAllowed", "heldNotDenied", "heldOtherwise", "heldNotAllowed", "newlyDenied"]);
export type Shift = z.infer<typeof Shift>;

const Outcome = z.object({ effect: Effect, policies: z.array(z.string()), rules: z.array(z.string()) });
export const ShiftedCall = z.object({
  agentId: z.string(),
  agentName: z.string(),
  tool: z.string(),
  /** JSON. */
  arguments: z.string(),
  before: Outcome,
  after: Outcome,
});
export type ShiftedCall = z.infer<typeof ShiftedCall>;

export const Meaning = z.object({
  /** Calls that were decided under both sets. */
  calls: z.int(),
  /** Of them: calls whose arguments the tool's schema does not take, so that policies were not asked. */
  unjudged: z.int(),
  agents: z.object({ looked: z.int(), of: z.int() }),
  tools: z.object({ looked: z.int(), of: z.int() }),
  /** Not every agent and tool was looked at. */
  sampled: z.boolean(),
  shifts: z.array(
    z.object({
      shift: Shift,
      /** Agents with a tool for which some call changes so. */
      pairs: z.int(),
      agents: z.int(),
      tools: z.int(),
      examples: z.array(ShiftedCall),
    }),
  ),
});
export type Meaning = z.infer<typeof Meaning>;

export const DraftReview = z.object({
  /** Revision of the publication in force; null when nothing was ever published. */
  published: z.int().nullable(),
  /** Digest of the versions that would be in force. Both are handed back when publishing. */
  draft: Digest,
  changes: z.array(TextChange),
  /** Null when the draft cannot be loaded: `problem` says why. */
  meaning: Meaning.nullable(),
  problem: z.string().nullable(),
  tests: z.array(TestResult),
  /** What becomes weaker; empty: one person's act. */
  weakenings: z.array(Weakening),
  /** Whether what becomes weaker needs a second person here, and who that may be beside whoever asks. */
  takesTwo: z.boolean(),
  confirmers: z.array(z.string()),
  /** The roll-out that is under way: until it ends, nothing else is published. */
  rollOut: OpenRollOut.nullable(),
});
export type DraftReview = z.infer<typeof DraftReview>;

export const reviewDraftOp = operation({
  id: "policy.reviewDraft",
  http: "GET /v1/policies/review",
  permission: "policy:read",
  summary: "Say what publishing now would change, in texts and in what agents may do, and whether every case passes",
  input: Nothing,
  output: DraftReview,
});
