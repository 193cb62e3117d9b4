/** What Cedar's operators do with values that are already there. */
import { Datetime, Duration } from "./datetime.ts";
import { EvaluationFailure } from "./failure.ts";
import { add, multiply, subtract } from "./long.ts";
import {
  asBoolean,
  asEntity,
  asLong,
  asSet,
  Entity,
  equal,
  isLong,
  mismatch,
  RecordValue,
  SetValue,
  type Value,
} from "./values.ts";

type Unary = (operand: Value) => Value;
type Binary = (left: Value, right: Value) => Value;

export const UNARY: ReadonlyMap<string, Unary> = new Map<string, Unary>([
  ["!", (operand) => !asBoolean(operand)],
  ["neg", (operand) => subtract(0, asLong(operand))],
  ["isEmpty", (operand) => asSet(operand).elements.length === 0],
]);

/** Operators that always evaluate both sides, left first. */
export const BINARY: ReadonlyMap<string, Binary> = new Map<string, Binary>([
  ["==", equal],
  ["!=", (left, right) => !equal(left, right)],
  ["<", less],
  ["<=", lessOrEqual],
  [">", (left, right) => !lessOrEqual(left, right)],
  [">=", (left, right) => !less(left, right)],
  ["+", (left, right) => add(asLong(left), asLong(right))],
  ["-", (left, right) => subtract(asLong(left), asLong(right))],
  ["*", (left, right) => multiply(asLong(left), asLong(right))],
  ["in", isIn],
  ["contains", (set, value) => asSet(set).has(value)],
  ["containsAll", (set, values) => every(asSet(values), asSet(set))],
  ["containsAny", (set, values) => some(asSet(set), asSet(values))],
]);

function less(left: Value, right: Value): boolean {
  if (isLong(left) && isLong(right)) return left < right;
  if (left instanceof Datetime && right instanceof Datetime) return left.epoch < right.epoch;
  if (left instanceof Duration && right instanceof Duration) return left.milliseconds < right.milliseconds;
  throw incomparable(left, right);
}

function lessOrEqual(left: Value, right: Value): boolean {
  if (isLong(left) && isLong(right)) return left <= right;
  if (left instanceof Datetime && right instanceof Datetime) return left.epoch <= right.epoch;
  if (left instanceof Duration && right instanceof Duration) return left.milliseconds <= right.milliseconds;
  throw incomparable(left, right);
}

function incomparable(left: Value, right: Value): EvaluationFailure {
  return mismatch("a Long, or two datetimes or durations,", isLong(left) ? right : left);
}

function isIn(left: Value, right: Value): boolean {
  const entity = asEntity(left);
  if (right instanceof Entity) return entity.isWithin(right);
  if (!(right instanceof SetValue)) throw mismatch("an entity or a set of entities", right);
  for (const group of right.entities()) if (entity.isWithin(group)) return true;
  return false;
}

function every(values: SetValue, set: SetValue): boolean {
  for (const value of values.elements) if (!set.has(value)) return false;
  return true;
}

function some(left: SetValue, right: SetValue): boolean {
  const [few, many] = left.elements.length < right.elements.length ? [left, right] : [right, left];
  for (const value of few.elements) if (many.has(value)) return true;
  return false;
}

/** `value.name` */
export function attributeOf(value: Value, name: string): Value {
  return lookUp(value, name) ?? missing(name);
}

export function missing(name: string): never {
  throw new EvaluationFailure(`there is no attribute ${JSON.stringify(name)}`);
}

/** `value has name` */
export function hasAttribute(value: Value, name: string): boolean {
  return lookUp(value, name) !== undefined;
}

function lookUp(value: Value, name: string): Value | undefined {
  if (value instanceof RecordValue) return value.get(name);
  if (value instanceof Entity) return value.attributes?.get(name);
  throw mismatch("a Record or an entity", value);
}

/** A test for `like`, where `parts` are the texts between the wildcards. */
export function matcher(parts: readonly string[]): (text: string) => boolean {
  const [first = "", ...others] = parts;
  const last = others.pop();
  if (last === undefined) return (text) => text === first;
  return (text) => {
    if (!text.startsWith(first)) return false;
    let position = first.length;
    // Taking each part at its first occurrence leaves most room for the ones after it.
    for (const part of others) {
      const found = text.indexOf(part, position);
      if (found < 0) return false;
      position = found + part.length;
    }
    return text.length - last.length >= position && text.endsWith(last);
  };
}
