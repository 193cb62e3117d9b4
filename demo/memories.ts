/** The support memory keeper: writes and searches memories, and now and then tries to delete one. */
import { liveAgents } from "@/lib/demo/company";
import type { Script, Step } from "./live-agent";

const customers = ["Customer 4471", "Customer 2093", "Customer 8850", "Customer 1276"];
const facts = [
  "prefers to be called in the morning",
  "had water damage in the kitchen",
  "asked twice about the excess",
  "moved to a new address",
];
const EVERY_DELETION = 9;

export function supportScript(): Script {
  return {
    agentName: liveAgents.support,
    next: (turn): Step => {
      const customer = customers[turn % customers.length] ?? "";
      if (turn % EVERY_DELETION === 7) return { tool: "delete_entities", args: { entityNames: [customer] } };
      if (turn % 3 === 0) {
        const fact = facts[Math.floor(turn / 3) % facts.length] ?? "";
        return {
          tool: "create_entities",
          args: { entities: [{ name: customer, entityType: "customer", observations: [fact] }] },
        };
      }
      return turn % 3 === 1
        ? { tool: "search_nodes", args: { query: customer } }
        : { tool: "open_nodes", args: { names: [customer] } };
    },
  };
}
