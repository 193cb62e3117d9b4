/**
 * The scope of a policy, `(principal, action, resource)`, reduced to what the model leaves open: a principal is always an Agent
 * and a resource always a Server, so each constraint is "any", "one of these entities" or "never".
 */
import { MalformedPolicy } from "./failure.ts";
import { ACTION, AGENT, AGENT_GROUPS, SERVER } from "./model.ts";
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

const AGENT_AND_GROUPS = [AGENT, ...Object.keys(AGENT_GROUPS)];

/** Null when no call can match. */
export function readScope(cedar: { [key: string]: unknown }, store: EntityStore): Scope | null {
  const principal = readSide(cedar.principal, AGENT, AGENT_AND_GROUPS, store);
  const actions = readActions(cedar.action, store);
  const resource = readSide(cedar.resource, SERVER, [SERVER], store);
  return principal && actions && resource && { principal, actions, resource };
}

/** `type` is that of every such entity, and `within` are the types of what one can be in. */
function readSide(
  json: unknown,
  type: string,
  within: readonly string[],
  store: EntityStore,
): Entity | typeof ANY | null {
  const { op } = readMembers(json, ["op"], ["entity", "entity_type", "in"]);
  switch (op) {
    case "All":
      readMembers(json, ["op"]);
      return ANY;
    case "==":
      return entityOf([type], readMembers(json, ["op", "entity"]).entity, store);
    case "in":
      return entityOf(within, readMembers(json, ["op", "entity"]).entity, store);
    case "is": {
      const constraint = readMembers(json, ["op", "entity_type"], ["in"]);
      const inside = constraint.in === undefined ? undefined : readMembers(constraint.in, ["entity"]).entity;
      const group = inside === undefined ? ANY : entityOf(within, inside, store);
      return readTypeName(constraint.entity_type) === type ? group : null;
    }
    default:
      throw new MalformedPolicy(`there is no scope operator ${JSON.stringify(op)}`);
  }
}

/** Null for an entity of another type, which no call has. */
function entityOf(types: readonly string[], name: unknown, store: EntityStore): Entity | null {
  const entity = readEntity(name, store);
  return types.includes(entity.type) ? entity : null;
}

function readActions(json: unknown, store: EntityStore): readonly Entity[] | typeof ANY | null {
  const { op } = readMembers(json, ["op"], ["entity", "entities"]);
  if (op === "All") {
    readMembers(json, ["op"]);
    return ANY;
  }
  if (op === "==") {
    const [action] = actionsOf([readMembers(json, ["op", "entity"]).entity], store);
    // A tool's name has a slash and an operation class has none: no call's action is a class itself.
    return action?.id.includes("/") ? [action] : null;
  }
  if (op !== "in") throw new MalformedPolicy(`there is no scope operator ${JSON.stringify(op)}`);
  const { entities } = readMembers(json, ["op"], ["entity", "entities"]);
  if (entities === undefined) return actionsOf([readMembers(json, ["op", "entity"]).entity], store);
  return actionsOf(readArray(readMembers(json, ["op", "entities"]).entities), store);
}

/** Cedar has action types in namespaces too; no call's action is of such a type. */
function actionsOf(names: readonly unknown[], store: EntityStore): Entity[] {
  const entities = names.map((name) => readEntity(name, store));
  for (const { type } of entities) {
    if (type !== ACTION && !type.endsWith(`::${ACTION}`)) throw new MalformedPolicy(`${type} is not a type of actions`);
  }
  return entities.filter(({ type }) => type === ACTION);
}

function readEntity(json: unknown, store: EntityStore): Entity {
  const { type, id } = readEntityName(json);
  return store.entity(type, id);
}
