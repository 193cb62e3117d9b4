/** Rules that do nothing: what never applies, what others overrule, and what others say already. */
import { z } from "zod";
import { operation } from "@/lib/shared/operation";

/**
 * neverApplies: no call meets its scope and conditions. overruled: a permit whose every call some plain forbid forbids, so that the two
 * contradict each other. redundant: another rule of the same outcome covers every call of it. withoutPermit: a forbid whose every call
 * nothing permits anyway.
 */
export const ConflictKind = z.enum(["neverApplies", "overruled", "redundant", "withoutPermit"]);
export type ConflictKind = z.infer<typeof ConflictKind>;

const Call = z.object({ agentId: z.string(), agentName: z.string(), tool: z.string(), arguments: z.string() });

export const Conflict = z.object({
  /** Slug of the policy that does nothing. */
  policy: z.string(),
  title: z.string(),
  kind: ConflictKind,
  /** Slugs of the policies that overrule or cover it. */
  by: z.array(z.string()),
  /** True when it holds for every call that agents and tools of now can make, false when it held for all that were tried. */
  certain: z.boolean(),
  sentence: z.string(),
  /** A call that shows it: one that it would apply to and that others decide; of a rule that never applies, one of its scope. */
  example: Call.nullable(),
});
export type Conflict = z.infer<typeof Conflict>;

export const ConflictReport = z.object({
  conflicts: z.array(Conflict),
  policies: z.int(),
  calls: z.int(),
  agents: z.object({ looked: z.int(), of: z.int() }),
  tools: z.object({ looked: z.int(), of: z.int() }),
  /** Why the set could not be looked at; null when it was. */
  problem: z.string().nullable(),
});
export type ConflictReport = z.infer<typeof ConflictReport>;

export const findConflictsOp = operation({
  id: "policy.findConflicts",
  http: "GET /v1/policies/conflicts",
  permission: "policy:read",
  summary:
    "Point out policies that never apply, that others overrule, or that others say already, each with a call that shows it",
  input: z.strictObject({ against: z.enum(["draft", "inForce"]).default("draft") }),
  output: ConflictReport,
});
