/**
 * The enforcement point under check, as the kit reaches it: a command or an address that takes calls one by one and says
 * of each whether it ran.
 */
import { z } from "zod";
import type { JsonObject } from "../canonical.ts";

/** What a point is started with; a command finds it in its environment. */
export type Surroundings = {
  GATEHOUSE_URL: string;
  GATEHOUSE_ENROL_TOKEN: string;
  GATEHOUSE_STATE_DIR: string;
  /** The agent that makes the calls. */
  GATEHOUSE_AGENT: string;
  /** Running the tool means to POST `{ tool, arguments }` here. */
  GATEHOUSE_TOOL_URL: string;
};

export type KitCall = {
  agentId: string;
  tool: string;
  arguments: JsonObject;
  onBehalfOf?: string;
  chain?: string[];
  credential?: string;
  /**
   * Digest of the tool's definition as the point is to take it to be seen now; null when it looked and there was none,
   * "unseen" when it does not look at definitions.
   */
  seenPin?: string | null;
};

export const Answer = z.object({
  id: z.string(),
  /** Whether the tool was run. */
  ran: z.boolean().optional(),
  /** The decision code. */
  code: z.string().nullish(),
  /** Why this point cannot be asked this at all. */
  unsupported: z.string().max(500).optional(),
});
export type Answer = z.infer<typeof Answer>;

export type Subject = {
  start(surroundings: Surroundings): Promise<void>;
  call(request: KitCall): Promise<Answer>;
  /** Ends the point in an orderly way, or by force when it does not end. What it keeps in its directory stays. */
  stop(): Promise<void>;
};
