/**
 * Finds the policies whose scope matches a call without looking at the others.
 *
 * A policy is filed in a drawer for what its action scope names (a tool, an operation class, or anything) and its resource
 * scope (a server, or anything). Within the drawer it lies under what its principal scope names: an agent, a group, or
 * anything. A call opens at most six drawers and looks under half a dozen names in each, whatever the number of policies.
 */
import { ANY, type Scope } from "./scope.ts";
import type { Entity } from "./values.ts";

type Key = Entity | typeof ANY;
export type Drawer<Policy> = Map<Key, Policy[]>;

export class ScopeIndex<Policy extends { readonly scope: Scope }> {
  /** By action, then by resource. */
  private readonly drawers = new Map<Key, Map<Key, Drawer<Policy>>>();

  add(policy: Policy): void {
    const { resource } = policy.scope;
    for (const action of actionKeys(policy.scope)) {
      const drawers = this.drawers.get(action) ?? new Map<Key, Drawer<Policy>>();
      this.drawers.set(action, drawers);
      const drawer = drawers.get(resource) ?? new Map<Key, Policy[]>();
      drawers.set(resource, drawer);
      const policies = drawer.get(policy.scope.principal);
      if (policies) policies.push(policy);
      else drawer.set(policy.scope.principal, [policy]);
    }
  }

  /** The drawers in which policies about a call of this tool lie; the same for every such call. */
  drawersOf(action: Entity, resource: Entity): readonly Drawer<Policy>[] {
    const keys: Key[] = [ANY, action, ...action.ancestors];
    const places: Key[] = [ANY, resource];
    return keys.flatMap((key) => places.flatMap((place) => this.drawers.get(key)?.get(place) ?? []));
  }
}

/** The names under which policies about this principal lie within a drawer. */
export function principalKeys(principal: Entity): readonly Key[] {
  return [ANY, principal, ...principal.ancestors];
}

function actionKeys({ actions }: Scope): Iterable<Key> {
  if (actions === ANY) return [ANY];
  const named = new Set(actions);
  // A tool listed beside its own class is already covered, and would be found twice.
  return [...named].filter((action) => ![...action.ancestors].some((group) => named.has(group)));
}
