/** A held action with other arguments than the agent asked for: what a person may set, and what an agent is told of it. */
import { canonicalJson, type Json, type JsonObject } from "./canonical.ts";
import type { Action } from "./wire/action.ts";

/** Everything but the arguments stays as it was held, so that equal digests mean that nothing else was changed. */
export const withArguments = (action: Action, args: JsonObject): Action => ({ ...action, arguments: args });

/** Arguments from their canonical JSON; null for any other text, also for one that says the same in another way. */
export function argumentsFrom(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) && canonicalJson(value) === text ? value : null;
  } catch {
    return null;
  }
}

/** JSON Pointers of what differs, the outermost place at which it does. */
export function changedPlaces(asked: Json, set: Json, place = ""): string[] {
  if (canonicalJson(asked) === canonicalJson(set)) return [];
  if (!isObject(asked) || !isObject(set)) return [place];
  const names = [...new Set([...Object.keys(asked), ...Object.keys(set)])].sort();
  return names.flatMap((name) => {
    const [one, other] = [member(asked, name), member(set, name)];
    const inside = `${place}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    return one === undefined || other === undefined ? [inside] : changedPlaces(one, other, inside);
  });
}

export type ArgumentChange = {
  checkpointId: string;
  asked: JsonObject;
  ran: JsonObject;
  /** JSON Pointers of what differs. */
  places: readonly string[];
};

/** How an agent is told. The places are named, and the arguments that ran are given whole. */
export function changeNote({ checkpointId, ran, places }: ArgumentChange): string {
  return `A person changed the arguments of this call before it ran (request ${checkpointId}). Changed: ${places.join(", ")}. It ran with: ${canonicalJson(ran)}`;
}

const member = (object: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
