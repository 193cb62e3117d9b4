/**
 * JSON as Cedar's values: text, Bool, Long, decimal for numbers with a fraction, Set, Record. What has no exact form (null, 0.00001,
 * 1e19) is unreadable: a policy that reads it fails, and so the answer is no.
 */

import type { Json, JsonObject } from "@/sdk/canonical";
import { Decimal } from "@/sdk/cedar/decimal";
import { EvaluationFailure } from "@/sdk/cedar/failure";
import { type Entity, RecordValue, SetValue, type Value } from "@/sdk/cedar/values";

/** Finds the entity that `{ "__entity": { type, id } }` names. Without one, that is data like everything else. */
type References = (type: string, id: string) => Entity;

export function toValue(json: Json, references: References | null): Value | undefined {
  switch (typeof json) {
    case "string":
    case "boolean":
      return json;
    case "number":
      // Adding zero turns -0 into 0.
      return Number.isSafeInteger(json) ? json + 0 : (Decimal.fromNumber(json) ?? undefined);
    default:
      if (json === null) return undefined;
      return Array.isArray(json) ? setOf(json, references) : objectOf(json, references);
  }
}

function setOf(json: readonly Json[], references: References | null): SetValue | undefined {
  const values: Value[] = [];
  for (const item of json) {
    const value = toValue(item, references);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return new SetValue(values);
}

function objectOf(json: JsonObject, references: References | null): Value {
  const named = references ? entityNamed(json.__entity) : null;
  return named && references ? references(named.type, named.id) : new JsonRecord(json, references);
}

export function entityNamed(json: Json | undefined): { type: string; id: string } | null {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return null;
  const { type, id } = json;
  return typeof type === "string" && typeof id === "string" ? { type, id } : null;
}

/** A JSON object, read member by member as policies ask for them. */
export class JsonRecord extends RecordValue {
  private readonly read = new Map<string, Value>();

  constructor(
    private readonly json: JsonObject,
    private readonly references: References | null,
  ) {
    super();
  }

  get(name: string): Value | undefined {
    const known = this.read.get(name);
    if (known !== undefined) return known;
    const json = Object.hasOwn(this.json, name) ? this.json[name] : undefined;
    if (json === undefined) return undefined;
    const value = toValue(json, this.references);
    if (value === undefined)
      throw new EvaluationFailure(`the attribute ${JSON.stringify(name)} cannot be read exactly`);
    this.read.set(name, value);
    return value;
  }

  *entries(): Generator<[string, Value]> {
    for (const name of Object.keys(this.json)) {
      const value = this.get(name);
      if (value !== undefined) yield [name, value];
    }
  }
}

/** The first that has a member has the say. */
export class LayeredRecord extends RecordValue {
  constructor(private readonly layers: readonly RecordValue[]) {
    super();
  }

  get(name: string): Value | undefined {
    for (const layer of this.layers) {
      const value = layer.get(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  *entries(): Generator<[string, Value]> {
    const seen = new Set<string>();
    for (const layer of this.layers) {
      for (const [name, value] of layer.entries()) {
        if (!seen.has(name)) yield [name, value];
        seen.add(name);
      }
    }
  }
}
