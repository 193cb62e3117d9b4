/** What people are told by mail: which messages there are, what they hold, and what became of each. */
import { z } from "zod";
import { Instant, OperationClass, RiskTier } from "@/sdk/wire/words";

/**
 * asked: you can decide this. reminder: it still waits. escalated: it came to you because others did not answer. handedOver:
 * somebody gave it to you. decided: it needs nothing of you any more. expired: nobody decided, so it counts as denied.
 * breakGlass: somebody let an action through without the usual approvals.
 */
export const MessageKind = z.enum(["asked", "reminder", "escalated", "handedOver", "decided", "expired", "breakGlass"]);
export type MessageKind = z.infer<typeof MessageKind>;

/** The kinds that ask for a decision: they are not sent once the request has ended or the person has voted. */
export const asking: readonly MessageKind[] = ["asked", "reminder", "escalated", "handedOver"];

export const SubjectKind = z.enum(["checkpoint"]);
export type SubjectKind = z.infer<typeof SubjectKind>;

/**
 * Everything that a text may say about its subject. The call's arguments and the agent's own words are not among it, so no
 * text can hold them. All of it comes from the console's records.
 */
export const MessageFacts = z.strictObject({
  agentId: z.string(),
  agentName: z.string(),
  tool: z.string(),
  operationClass: OperationClass,
  riskTier: RiskTier,
  expiresAt: Instant,
  /** How it ended, for the kinds that tell of an end. */
  outcome: z.enum(["approved", "denied", "cancelled", "expired"]).nullable().default(null),
});
export type MessageFacts = z.infer<typeof MessageFacts>;
