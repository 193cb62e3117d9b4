/** Reads Cedar's JSON policy format strictly: what it does not name is refused, as Cedar refuses it. */
import { MalformedPolicy } from "./failure.ts";
import { isObject } from "./json-schema.ts";

const TYPE_NAME = /^[A-Za-z_]\w*(::[A-Za-z_]\w*)*$/;

/** The members `names`, all of them, and `optional` ones, and nothing else. */
export function readMembers<Name extends string, Optional extends string = never>(
  json: unknown,
  names: readonly Name[],
  optional: readonly Optional[] = [],
): { [name in Name]: unknown } & { [name in Optional]?: unknown } {
  if (!isObject(json)) throw new MalformedPolicy(`an object with ${names.join(", ")} was expected`);
  const members: { [name: string]: unknown } = {};
  for (const name of names) {
    if (!Object.hasOwn(json, name)) throw new MalformedPolicy(`the member "${name}" is missing`);
  }
  const known: readonly string[] = [...names, ...optional];
  for (const name of Object.keys(json)) {
    if (!known.includes(name)) throw new MalformedPolicy(`the member ${JSON.stringify(name)} is not known`);
    members[name] = json[name];
  }
  return members as { [name in Name]: unknown } & { [name in Optional]?: unknown };
}

/** An expression is an object with one member: the operator and its operand. */
export function onlyMember(json: unknown): [name: string, operand: unknown] {
  const members = isObject(json) ? Object.entries(json) : [];
  const [member] = members;
  if (!member || members.length !== 1) throw new MalformedPolicy("an expression is an object with one member");
  return member;
}

export function readArray(json: unknown): readonly unknown[] {
  if (!Array.isArray(json)) throw new MalformedPolicy("a list was expected");
  return json;
}

export function readText(json: unknown): string {
  if (typeof json !== "string") throw new MalformedPolicy("a text was expected");
  // Without a UTF-8 form, Cedar would see another text than the one that is compared here.
  if (!json.isWellFormed()) throw new MalformedPolicy("a text with a lone surrogate");
  return json;
}

/** The name of an attribute, as the one string that V8 keeps for it: looking it up then compares pointers and not characters. */
export function readName(json: unknown): string {
  const name = readText(json);
  return Object.keys({ [name]: true })[0] ?? name;
}

export function readTypeName(json: unknown): string {
  const name = readText(json);
  if (!TYPE_NAME.test(name)) throw new MalformedPolicy(`${JSON.stringify(name)} is not the name of an entity type`);
  return name;
}

/** `{ type, id }`, or the same within `__entity`. */
export function readEntityName(json: unknown): { type: string; id: string } {
  const inner = isObject(json) && Object.hasOwn(json, "__entity") ? readMembers(json, ["__entity"]).__entity : json;
  const { type, id } = readMembers(inner, ["type", "id"]);
  return { type: readTypeName(type), id: readText(id) };
}
