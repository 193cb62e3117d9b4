/**
 * The scope of a policy, `(principal, action, resource)`, reduced to what the model leaves open: a principal is always an Agent
 * and a resource always a Server, so each constraint is "any", "one of these entities" or "never".
 */
import { MalformedPolicy } from "./failure.ts";
import { ACTION, AGENT, SERVER } from "./model.ts";
import { readArray, readEntityName, readMembers, readTypeName } from "./policy-json.ts";
import type { EntityStore } from "./store.ts";
import type { Entity } from "./values.ts";

/** Stands for every entity of the kind. */
export const ANY = Symbol("any");

export interface Scope {
  /** The agent itself or a group that it is a member of. */
  readonly principal: Entity | typeof ANY;
  /** Tools, or operation classes that they are members of. */
  readonly actions: readonly Entity[] | typeof ANY;
  readonly resource: Entity | typeof ANY;
}

/** Null when no call can match. */
export function readScope(cedar: { [key: string]: unknown }, store: EntityStore): Scope | null {
  const principal = readSide(cedar.principal, AGENT, store);
  const actions = readActions(cedar.action, store);
  const resource = readSide(cedar.resource, SERVER, store);
  return principal && actions && resource && { principal, actions, resource };
}

function readSide(json: unknown, type: string, store: EntityStore): Entity | typeof ANY | null {
  const { op } = readMembers(json, ["op"], ["entity", "entity_type", "in"]);
  switch (op) {
    case "All":
      readMembers(json, ["op"]);
      return ANY;
    case "==": {
      const entity = readEntity(readMembers(json, ["op", "entity"]).entity, store);
      return entity.type === type ? entity : null;
    }
    case "in":
      return readEntity(readMembers(json, ["op", "entity"]).entity, store);
    case "is": {
      const constraint = readMembers(json, ["op", "entity_type"], ["in"]);
      const group =
        constraint.in === undefined ? ANY : readEntity(readMembers(constraint.in, ["entity"]).entity, store);
      return readTypeName(constraint.entity_type) === type ? group : null;
    }
    default:
      throw new MalformedPolicy(`there is no scope operator ${JSON.stringify(op)}`);
  }
}

function readActions(json: unknown, store: EntityStore): readonly Entity[] | typeof ANY | null {
  const { op } = readMembers(json, ["op"], ["entity", "entities"]);
  if (op === "All") {
    readMembers(json, ["op"]);
    return ANY;
  }
  if (op === "==") {
    const action = readEntity(readMembers(json, ["op", "entity"]).entity, store);
    // A tool's name has a slash and an operation class has none: no call's action is a class itself.
    return action.type === ACTION && action.id.includes("/") ? [action] : null;
  }
  if (op !== "in") throw new MalformedPolicy(`there is no scope operator ${JSON.stringify(op)}`);
  const constraint = readMembers(json, ["op"], ["entity", "entities"]);
  if (constraint.entities === undefined) return [readEntity(readMembers(json, ["op", "entity"]).entity, store)];
  return readArray(readMembers(json, ["op", "entities"]).entities).map((entity) => readEntity(entity, store));
}

function readEntity(json: unknown, store: EntityStore): Entity {
  const { type, id } = readEntityName(json);
  return store.entity(type, id);
}
