/**
 * Finds the policies whose scope matches a call without looking at the others.
 *
 * A policy is filed in a drawer for what its action scope names: a tool, an operation class, or else the server that its
 * resource scope names, or else anything. Within the drawer it lies under what its principal scope names: an agent, a group, or
 * anything. A call opens at most four drawers and looks under half a dozen names in each, whatever the number of policies.
 */
import { ANY, type Scope } from "./scope.ts";
import type { Entity } from "./values.ts";

type Key = Entity | typeof ANY;
export type Drawer<Policy> = Map<Key, Policy[]>;

export class ScopeIndex<Policy extends { readonly scope: Scope }> {
  private readonly drawers = new Map<Key, Drawer<Policy>>();

  add(policy: Policy): void {
    for (const key of drawerKeys(policy.scope)) {
      const drawer = this.drawers.get(key) ?? new Map<Key, Policy[]>();
      this.drawers.set(key, drawer);
      const policies = drawer.get(policy.scope.principal);
      if (policies) policies.push(policy);
      else drawer.set(policy.scope.principal, [policy]);
    }
  }

  /** The drawers in which policies about a call of this tool lie; the same for every such call. */
  drawersOf(action: Entity, resource: Entity): readonly Drawer<Policy>[] {
    const keys: Key[] = [ANY, resource, action, ...action.ancestors];
    return keys.flatMap((key) => this.drawers.get(key) ?? []);
  }
}

/** The names under which policies about this principal lie within a drawer. */
export function principalKeys(principal: Entity): readonly Key[] {
  return [ANY, principal, ...principal.ancestors];
}

function drawerKeys({ actions, resource }: Scope): Iterable<Key> {
  if (actions === ANY) return [resource];
  const named = new Set(actions);
  // A tool listed beside its own class is already covered, and would be found twice.
  return [...named].filter((action) => ![...action.ancestors].some((group) => named.has(group)));
}
