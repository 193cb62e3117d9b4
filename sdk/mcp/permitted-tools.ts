/** Whether any call of a tool by an agent could be permitted by the policy in force, whatever its arguments. */
import type { PolicySet } from "../cedar/policy-set.ts";

/** A tool that people would have to be asked about can be permitted. */
export function couldBePermitted({ compiled }: PolicySet, agentId: string, toolId: string): boolean {
  const agent = compiled.agents.get(agentId);
  const tool = compiled.tools.get(toolId);
  if (!agent || !tool || agent.agent.status !== "active") return false;
  for (const drawer of tool.drawers) {
    for (const key of agent.keys) {
      if (drawer.get(key)?.some(({ effect, observe }) => effect === "permit" && !observe)) return true;
    }
  }
  return false;
}
