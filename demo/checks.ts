/** The release helper: small computations that are allowed, and the environment, which is not. */
import { liveAgents } from "@/lib/demo/company";
import type { Script, Step } from "./live-agent";

const EVERY_TEMPTATION = 8;

export function releaseScript(): Script {
  return {
    agentName: liveAgents.release,
    next: (turn): Step => {
      if (turn % EVERY_TEMPTATION === 6) return { tool: "get-env", args: {} };
      if (turn % 2 === 0) return { tool: "get-sum", args: { a: turn, b: 2 * turn } };
      return { tool: "echo", args: { message: `release check ${turn} is green` } };
    },
  };
}
