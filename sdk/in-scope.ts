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
