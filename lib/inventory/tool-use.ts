/** Whether a policy, in Cedar's JSON format, speaks of a tool. Pure. */

type ToolWords = { server: string; name: string; operationClass: string | null };
type Names = "tool" | "class" | "server" | "everything";

/** The narrowest way in which it does; null when it is about other tools. */
export function namesOfTool(cedar: unknown, { server, name, operationClass }: ToolWords): Names | null {
  const spoken = entitiesIn(cedar);
  const about = (type: string, id: string | null) => spoken.some((one) => one.type === type && one.id === id);
  if (about("Action", `${server}/${name}`)) return "tool";
  const { action, resource } = scopesOf(cedar);
  if (action === "some" && !about("Action", operationClass)) return null;
  if (resource === "some") return about("Server", server) ? "server" : null;
  return action === "some" ? "class" : "everything";
}

function scopesOf(cedar: unknown): { action: "all" | "some"; resource: "all" | "some" } {
  const all = (value: unknown) => isObject(value) && typeof value.op === "string" && value.op.toLowerCase() === "all";
  const { action, resource } = isObject(cedar) ? cedar : {};
  return { action: all(action) ? "all" : "some", resource: all(resource) ? "all" : "some" };
}

type Entity = { type: string; id: string };
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Every entity that is named anywhere in it, in its scope and in its conditions. */
function entitiesIn(value: unknown): Entity[] {
  if (!isObject(value)) return [];
  const { type, id } = value;
  const own = typeof type === "string" && typeof id === "string" ? [{ type, id }] : [];
  return [...own, ...Object.values(value).flatMap(entitiesIn)];
}
