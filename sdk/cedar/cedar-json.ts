/** Values and entities in the JSON that cedar-wasm reads. */
import type { CedarValueJson, EntityJson, TypeAndId } from "@cedar-policy/cedar-wasm/nodejs";
import { Decimal } from "./decimal.ts";
import { EvaluationFailure } from "./failure.ts";
import { Entity, RecordValue, SetValue, type Value } from "./values.ts";

/** Member names that this JSON takes for escapes, so that a record which has one cannot be written in it. */
const RESERVED = new Set(["__entity", "__extn", "__expr"]);

/** Throws {@link EvaluationFailure} for a value that this JSON cannot carry. */
export function valueJson(value: Value): CedarValueJson {
  if (value instanceof Entity) return { __entity: entityName(value) };
  if (value instanceof SetValue) return value.elements.map(valueJson);
  if (value instanceof RecordValue) return recordJson(value);
  if (value instanceof Decimal) return { __extn: { fn: "decimal", arg: value.toString() } };
  if (typeof value === "boolean" || typeof value === "string" || typeof value === "number") return value;
  throw new EvaluationFailure("a value that cannot be handed to cedar-wasm");
}

export function recordJson(record: RecordValue): { [name: string]: CedarValueJson } {
  const members: [string, CedarValueJson][] = [];
  for (const [name, member] of record.entries()) {
    if (RESERVED.has(name)) throw new EvaluationFailure(`a member named ${name} cannot be handed to cedar-wasm`);
    members.push([name, valueJson(member)]);
  }
  return Object.fromEntries(members);
}

export function entityName({ type, id }: Entity): TypeAndId {
  return { type, id };
}

export function entityJson(entity: Entity): EntityJson {
  return {
    uid: entityName(entity),
    attrs: entity.attributes ? recordJson(entity.attributes) : {},
    parents: Array.from(entity.ancestors, entityName),
  };
}
