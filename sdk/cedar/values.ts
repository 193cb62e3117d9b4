/** The values that Cedar expressions compute with. */
import { EvaluationFailure } from "./failure.ts";
import type { Long } from "./long.ts";

export type Value = boolean | string | Long | Entity | Structured;

/** Values that are compared by what they contain. */
export abstract class Structured {
  /** The name of the type, for messages. */
  abstract readonly type: string;
  /** Text that two values share exactly when `==` holds between them. */
  abstract identity(): string;
}

/** An entity. There is one object for each name in a store, so `===` is Cedar's `==`. */
export class Entity {
  readonly ancestors = new Set<Entity>();
  /** Null for an entity that is only named and not in the bundle. */
  attributes: RecordValue | null = null;

  constructor(
    readonly type: string,
    readonly id: string,
  ) {}

  /** Cedar's `in`: the entity itself or one of its ancestors. */
  isWithin(group: Entity): boolean {
    return this === group || this.ancestors.has(group);
  }
}

export abstract class RecordValue extends Structured {
  readonly type = "Record";
  /** Undefined when absent; throws {@link EvaluationFailure} when present but unreadable. */
  abstract get(name: string): Value | undefined;
  abstract entries(): Iterable<[string, Value]>;

  identity(): string {
    const members: string[] = [];
    for (const [name, value] of this.entries()) members.push(`${JSON.stringify(name)}:${identityOf(value)}`);
    return `{${members.sort().join(",")}}`;
  }
}

export class PlainRecord extends RecordValue {
  constructor(private readonly members: ReadonlyMap<string, Value>) {
    super();
  }
  get(name: string): Value | undefined {
    return this.members.get(name);
  }
  entries(): Iterable<[string, Value]> {
    return this.members;
  }
}

/** Up to here a set is searched element by element, which is faster than building an index for it. */
const SMALL_SET = 8;

export class SetValue extends Structured {
  readonly type = "Set";
  private index: { readonly scalars: ReadonlySet<Value>; readonly structured: ReadonlySet<string> } | null = null;
  private groups: readonly Entity[] | null = null;

  /** The same element may be in the list more than once. */
  constructor(readonly elements: readonly Value[]) {
    super();
  }

  has(value: Value): boolean {
    if (this.elements.length <= SMALL_SET) {
      for (const element of this.elements) if (equal(element, value)) return true;
      return false;
    }
    this.index ??= {
      scalars: new Set(this.elements.filter((element) => !(element instanceof Structured))),
      structured: new Set(this.elements.flatMap((each) => (each instanceof Structured ? each.identity() : []))),
    };
    if (value instanceof Structured) return this.index.structured.has(value.identity());
    return this.index.scalars.has(value);
  }

  /** The elements as entities; one that is none fails, even beside one that would have matched. */
  entities(): readonly Entity[] {
    this.groups ??= this.elements.map(asEntity);
    return this.groups;
  }

  identity(): string {
    return `[${[...new Set(this.elements.map(identityOf))].sort().join(",")}]`;
  }
}

function identityOf(value: Value): string {
  if (value instanceof Structured) return value.identity();
  if (value instanceof Entity) return `${value.type}::${JSON.stringify(value.id)}`;
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

export function equal(left: Value, right: Value): boolean {
  // Compared by identity even when both are one object: a record with an unreadable member must not be compared at all.
  if (left instanceof Structured) return right instanceof Structured && left.identity() === right.identity();
  return left === right;
}

export function isLong(value: Value): value is Long {
  return typeof value === "number" || typeof value === "bigint";
}

export function asBoolean(value: Value): boolean {
  if (typeof value === "boolean") return value;
  throw mismatch("a Bool", value);
}

export function asString(value: Value): string {
  if (typeof value === "string") return value;
  throw mismatch("a String", value);
}

export function asLong(value: Value): Long {
  if (isLong(value)) return value;
  throw mismatch("a Long", value);
}

export function asEntity(value: Value): Entity {
  if (value instanceof Entity) return value;
  throw mismatch("an entity", value);
}

export function asSet(value: Value): SetValue {
  if (value instanceof SetValue) return value;
  throw mismatch("a Set", value);
}

export function mismatch(expected: string, found: Value): EvaluationFailure {
  return new EvaluationFailure(`${expected} was expected where there is ${typeName(found)}`);
}

function typeName(value: Value): string {
  if (value instanceof Structured) return `a ${value.type}`;
  if (value instanceof Entity) return `an entity of type ${value.type}`;
  if (typeof value === "string") return "a String";
  return typeof value === "boolean" ? "a Bool" : "a Long";
}
