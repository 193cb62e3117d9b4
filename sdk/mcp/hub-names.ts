/** How tools and prompts of several servers are told apart: `server__name`. */
import type { Json, JsonObject } from "../canonical.ts";
import { isObject } from "./message.ts";

const BETWEEN = "__";

/** A name that never has the separator in it, so that the first one in a joined name is where the server's name ends. */
export const SERVER_NAME = /^(?!.*__)(?!_)(?!.*_$)[A-Za-z0-9._-]{1,50}$/;

export const joined = (server: string, name: string): string => `${server}${BETWEEN}${name}`;

export function parted(name: string): { server: string; name: string } | null {
  const at = name.indexOf(BETWEEN);
  return at > 0 ? { server: name.slice(0, at), name: name.slice(at + BETWEEN.length) } : null;
}

/** The same definitions under the names that the client knows. */
export function renamed(server: string, definitions: readonly Json[]): JsonObject[] {
  return definitions.filter(isObject).flatMap((definition) => {
    const { name } = definition;
    return typeof name === "string" ? [{ ...definition, name: joined(server, name) }] : [];
  });
}
