/** Whether a permit's scope leaves a tool in it, by Cedar's JSON policy format. Pure; what it does not know it does not rule out. */
import { z } from "zod";

export type ReachedTool = { server: string; name: string; operationClass: string };

const Entity = z.object({ type: z.string(), id: z.string() });
const Scope = z.object({ op: z.string(), entity: Entity.optional(), entities: z.array(Entity).optional() });
const Scoped = z.object({ action: Scope, resource: Scope });

/** See `sdk/cedar/model.ts`: the action is the tool, a member of its operation class; the resource is its server. */
export function scopeReaches(cedar: unknown, { server, name, operationClass }: ReachedTool): boolean {
  const parsed = Scoped.safeParse(cedar);
  if (!parsed.success) return true;
  const { action, resource } = parsed.data;
  return within(action, [`${server}/${name}`, operationClass]) && within(resource, [server]);
}

function within({ op, entity, entities }: z.infer<typeof Scope>, ids: readonly string[]): boolean {
  const named = [...(entities ?? []), ...(entity ? [entity] : [])];
  return (op !== "==" && op !== "in") || named.length === 0 || named.some(({ id }) => ids.includes(id));
}
