/** Whether any policy of a set could have a say in a call at all: by its scope, before any condition is looked at. */
import type { PolicySet } from "./cedar/policy-set.ts";
import { principalsOf, type ScopedCall } from "./revoked.ts";

/** A call that comes through other agents is judged as each of them, so each is asked about. */
export function anyInScope({ compiled }: PolicySet, call: ScopedCall): boolean {
  const tool = compiled.tools.get(call.tool);
  if (!tool) return false;
  return [...principalsOf(call)].some((id) => {
    const keys = compiled.agents.get(id)?.keys ?? [];
    return tool.drawers.some((drawer) => keys.some((key) => (drawer.get(key)?.length ?? 0) > 0));
  });
}

/**
 * Whether nothing but a permission speaks of an agent's calls of a tool: some policy permits them, and none forbids or holds
 * them, under whatever condition. What it denies may still be allowed; what it affirms needs nobody's consent.
 */
export function freelyPermitted({ compiled }: PolicySet, agentId: string, toolName: string): boolean {
  const tool = compiled.tools.get(toolName);
  const keys = compiled.agents.get(agentId)?.keys ?? [];
  const speaking = (tool?.drawers ?? []).flatMap((drawer) => keys.flatMap((key) => drawer.get(key) ?? []));
  const inForce = speaking.filter(({ observe }) => !observe);
  return inForce.length > 0 && inForce.every(({ effect }) => effect === "permit");
}
