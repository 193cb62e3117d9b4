/** What an enforcement point asks of the evaluator, and what it answers. */
import { z } from "zod";
import { Effect, JsonObject, ToolName } from "./words.ts";

export const DecisionRequest = z.strictObject({
  agentId: z.string(),
  tool: ToolName,
  arguments: JsonObject,
  /** The person for whom the agent acts, when it says so. */
  onBehalfOf: z.string().max(300).optional(),
  /** Agents on whose word the call is made, nearest last: the first acts through the second, and so on to `agentId`. */
  chain: z.array(z.string()).max(16).optional(),
  /** Credential that the call presents, where the point sees one: a name or fingerprint, never the secret. */
  credential: z.string().max(200).optional(),
});
export type DecisionRequest = z.infer<typeof DecisionRequest>;

/** Why a decision fell as it did; stable, for machines. */
export const DecisionCode = z.enum([
  "permitted",
  "forbidden",
  "checkpoint_required",
  "no_permit",
  "no_bundle",
  "lease_expired",
  "unknown_agent",
  "agent_suspended",
  "agent_killed",
  "agent_retired",
  "revoked",
  "unknown_tool",
  "tool_pin_changed",
  "delegation_refused",
  "delegation_unsigned",
  "arguments_invalid",
  "arguments_unrepresentable",
  "evaluation_error",
  "checkpoint_unavailable",
  "checkpoint_denied",
  "checkpoint_expired",
  "checkpoint_cancelled",
  "holds_paused",
  "grant_refused",
  "outcome_unknown",
  "spool_full",
]);
export type DecisionCode = z.infer<typeof DecisionCode>;

export const Decision = z.strictObject({
  effect: Effect,
  code: DecisionCode,
  /** One sentence for people. */
  reason: z.string(),
  /** Ids of the policies that determined it. */
  policies: z.array(z.string()),
  /** Checkpoint rules to be met, when held; an edge of the chain that is not signed off is one of its own. */
  rules: z.array(z.string()),
  /** Policies in observe mode that would have forbidden. */
  observed: z.array(z.string()),
  /** Revision decided by; 0 when there was none. */
  revision: z.int().nonnegative(),
});
export type Decision = z.infer<typeof Decision>;
