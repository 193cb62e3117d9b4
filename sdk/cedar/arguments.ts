/**
 * How the arguments of a tool call become Cedar: the type, from the tool's JSON Schema, and the value, from the call.
 *
 * | JSON Schema | Cedar |
 * | --- | --- |
 * | `string`, or an `enum` or `const` of strings | String |
 * | `integer` | Long |
 * | `number` | decimal: at most four decimals, in range |
 * | `boolean` | Bool |
 * | `array` of one mapped type | Set of it |
 * | `object` | Record of its mapped `properties`; optional unless `required` |
 * | `$ref` within the schema | what it points at |
 *
 * Anything else has no Cedar type, so a policy cannot read it: several types at once, null, tuples, a schema that refers to
 * itself, no schema at all.
 *
 * What a call carries but Cedar cannot express exactly (null, 0.00001, 1e19, a member without a type) is **poison**: to read
 * it, to test it with `has` or to compare a record or set that contains it fails the policy, and so the call. Policies that do
 * not touch it are not affected. Names are plain data: `__entity` and `__extn` have no meaning here.
 */
import { Decimal } from "./decimal.ts";
import { EvaluationFailure } from "./failure.ts";
import { isObject, ownMember, resolveReference } from "./json-schema.ts";
import { RecordValue, SetValue, type Value } from "./values.ts";

export type ArgumentType =
  | { readonly kind: "String" | "Long" | "Bool" | "decimal" }
  | { readonly kind: "Set"; readonly element: ArgumentType }
  | RecordType;
export interface RecordType {
  readonly kind: "Record";
  readonly members: ReadonlyMap<string, { readonly type: ArgumentType; readonly required: boolean }>;
}

/** Bounds on the type of one tool; what lies beyond has no Cedar type. References can fan out without end. */
const MAX_TYPE_DEPTH = 12;
const MAX_TYPE_MEMBERS = 2_000;

/** The type of `context.args` for a tool with this input schema. */
export function argumentsType(inputSchema: unknown): RecordType {
  return recordType(resolveReference(inputSchema, inputSchema), { schema: inputSchema, open: new Set(), members: 0 });
}

interface Root {
  readonly schema: unknown;
  /** Object schemas being read, outermost first: meeting one again means that it contains itself. */
  readonly open: Set<unknown>;
  members: number;
}

function typeOf(reference: unknown, root: Root): ArgumentType | null {
  const schema = resolveReference(reference, root.schema);
  if (!isObject(schema) || root.open.has(schema) || root.open.size > MAX_TYPE_DEPTH) return null;
  switch (declaredType(schema)) {
    case "string":
      return { kind: "String" };
    case "integer":
      return { kind: "Long" };
    case "number":
      return { kind: "decimal" };
    case "boolean":
      return { kind: "Bool" };
    case "array":
      return setType(schema, root);
    case "object":
      return recordType(schema, root);
    default:
      return null;
  }
}

function setType(schema: { [key: string]: unknown }, root: Root): ArgumentType | null {
  // With `prefixItems`, or a list of `items`, each place has a type of its own.
  if (ownMember(schema, "prefixItems") !== undefined) return null;
  root.open.add(schema);
  const element = typeOf(ownMember(schema, "items"), root);
  root.open.delete(schema);
  return element && { kind: "Set", element };
}

function declaredType(schema: { [key: string]: unknown }): unknown {
  const type = ownMember(schema, "type");
  if (Array.isArray(type)) return type.length === 1 ? type[0] : undefined;
  if (type !== undefined) return type;
  const choices = ownMember(schema, "enum");
  if (Array.isArray(choices) && choices.length > 0 && choices.every((choice) => typeof choice === "string")) {
    return "string";
  }
  return typeof ownMember(schema, "const") === "string" ? "string" : undefined;
}

function recordType(schema: unknown, root: Root): RecordType {
  const members = new Map<string, { type: ArgumentType; required: boolean }>();
  const properties = isObject(schema) ? ownMember(schema, "properties") : undefined;
  if (!isObject(schema) || !isObject(properties)) return { kind: "Record", members };
  const required = ownMember(schema, "required");
  root.open.add(schema);
  for (const [name, property] of Object.entries(properties)) {
    root.members += 1;
    if (root.members > MAX_TYPE_MEMBERS) break;
    const type = typeOf(property, root);
    if (type) members.set(name, { type, required: Array.isArray(required) && required.includes(name) });
  }
  root.open.delete(schema);
  return { kind: "Record", members };
}

/** The same type as Cedar's JSON schema format writes it. */
export function cedarType(type: ArgumentType): { [key: string]: unknown } {
  switch (type.kind) {
    case "Bool":
      return { type: "Boolean" };
    case "decimal":
      return { type: "Extension", name: "decimal" };
    case "Set":
      return { type: "Set", element: cedarType(type.element) };
    case "Record": {
      const attributes: [string, { [key: string]: unknown }][] = [];
      for (const [name, member] of type.members) {
        attributes.push([name, { ...cedarType(member.type), required: member.required }]);
      }
      return { type: "Record", attributes: Object.fromEntries(attributes) };
    }
    default:
      return { type: type.kind };
  }
}

/** A JSON object of the call, read member by member as policies ask for them. */
export class ArgumentRecord extends RecordValue {
  private readonly read = new Map<string, Value>();

  constructor(
    private readonly json: object,
    private readonly shape: RecordType,
  ) {
    super();
  }

  get(name: string): Value | undefined {
    const known = this.read.get(name);
    if (known !== undefined) return known;
    const json = ownMember(this.json, name);
    if (json === undefined) return undefined;
    const member = this.shape.members.get(name);
    const value = member && toValue(json, member.type);
    if (value === undefined) throw new EvaluationFailure(`the argument ${JSON.stringify(name)} cannot be read exactly`);
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

/** Undefined when Cedar has no exact counterpart. Looks at the value itself, whatever the schema promised. */
function toValue(json: unknown, type: ArgumentType): Value | undefined {
  switch (type.kind) {
    case "String":
      return typeof json === "string" ? json : undefined;
    case "Bool":
      return typeof json === "boolean" ? json : undefined;
    case "Long":
      // Adding zero turns -0 into 0.
      return typeof json === "number" && Number.isSafeInteger(json) ? json + 0 : undefined;
    case "decimal":
      return typeof json === "number" ? (Decimal.fromNumber(json) ?? undefined) : undefined;
    case "Record":
      return isObject(json) ? new ArgumentRecord(json, type) : undefined;
    case "Set":
      return Array.isArray(json) ? toSet(json, type.element) : undefined;
  }
}

function toSet(json: unknown[], element: ArgumentType): SetValue | undefined {
  const values: Value[] = [];
  for (const item of json) {
    const value = toValue(item, element);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return new SetValue(values);
}
