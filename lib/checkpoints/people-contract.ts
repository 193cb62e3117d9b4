/** The people of a request: what a stage asks and has, and what was voted. */
import { z } from "zod";
import { ApproverGroup } from "@/lib/policy/rule-contract";
import { Instant } from "@/sdk/wire/words";
import { StandingTerms } from "./standing-contract";

export const Vote = z.object({
  userId: z.string(),
  userName: z.string(),
  verdict: z.enum(["approve", "deny"]),
  /** What the agent is told. */
  reason: z.string().nullable(),
  /** For the record only; null also where the asking program may not read it. */
  note: z.string().nullable(),
  at: Instant,
  /** True when a passkey signed it. */
  stepUp: z.boolean(),
  /** What the voter agreed to for the same call again. */
  standing: StandingTerms.nullable(),
  /** Cast by an API key, in the place of who made it. */
  key: z.boolean(),
  /** The absent person in whose place it counts; null when it is the voter's own. */
  standsFor: z.string().nullable(),
});
export type Vote = z.infer<typeof Vote>;

export const StageProgress = z.object({
  title: z.string(),
  need: z.int(),
  /** Groups that are asked by now. */
  from: z.array(ApproverGroup),
  /** Groups that will be asked as well if it still waits then. */
  later: z.array(z.object({ at: Instant, from: z.array(ApproverGroup) })),
  /** Distinct people who approved and count towards this stage. */
  have: z.int(),
  /** Active people and keys who could count now; `standsFor` names the absent person in whose place they would. */
  candidates: z.array(
    z.object({ id: z.string(), name: z.string(), key: z.boolean(), standsFor: z.string().nullable() }),
  ),
});
