/** Through whom a held call comes. */
import { z } from "zod";
import { Effect, RiskTier } from "@/sdk/wire/words";

/** One agent on whose word the call is made, and the step to the next. */
export const ChainLink = z.object({
  agentId: z.string(),
  name: z.string(),
  riskTier: RiskTier.nullable(),
  status: z.string(),
  ownerName: z.string().nullable(),
  /** What would become of the same call if this agent made it itself, by the bundle in force; null without one. */
  holds: z.object({ effect: Effect, reason: z.string() }).nullable(),
  /** The delegation to the next agent: whether the call is held for it, and whether one is signed or asked for. Null at the end. */
  edge: z.object({ lacking: z.boolean(), status: z.enum(["signed", "requested"]).nullable() }).nullable(),
});
export type ChainLink = z.infer<typeof ChainLink>;
