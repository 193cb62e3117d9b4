/** Values that a policy spells out in Cedar's JSON value format. There, unlike in arguments, `__entity` and `__extn` are escapes. */
import { functionTerm, recordTerm, setTerm } from "./constructors.ts";
import { MalformedPolicy } from "./failure.ts";
import { isObject } from "./json-schema.ts";
import { readArray, readEntityName, readMembers, readText } from "./policy-json.ts";
import type { EntityStore } from "./store.ts";
import { constantTerm, type Term } from "./term.ts";

export function literalTerm(json: unknown, store: EntityStore): Term {
  if (typeof json === "boolean") return constantTerm(json);
  if (typeof json === "string") return constantTerm(readText(json));
  if (typeof json === "number") return constantTerm(readInteger(json));
  if (Array.isArray(json)) return setTerm(json.map((element) => literalTerm(element, store)));
  if (!isObject(json)) throw new MalformedPolicy("null is not a Cedar value");
  if (Object.hasOwn(json, "__entity")) {
    const { type, id } = readEntityName(json);
    return constantTerm(store.entity(type, id));
  }
  if (Object.hasOwn(json, "__extn")) return escapedCall(readMembers(json, ["__extn"]).__extn, store);
  return recordTerm(Object.entries(json).map(([name, value]) => [readText(name), literalTerm(value, store)] as const));
}

/**
 * JSON written by JavaScript rounds integers beyond 2^53, so such a policy would compare with another number than its text says.
 * The first integer that rounding can produce is already unsafe, so a safe one is what was written.
 */
function readInteger(json: number): number {
  if (!Number.isSafeInteger(json)) {
    throw new MalformedPolicy(`the number ${json} is not an integer between -(2^53 - 1) and 2^53 - 1`);
  }
  return json + 0;
}

/** `{ fn, arg }` or `{ fn, args }` */
function escapedCall(json: unknown, store: EntityStore): Term {
  const single = isObject(json) && Object.hasOwn(json, "arg");
  const name = readText(single ? readMembers(json, ["fn", "arg"]).fn : readMembers(json, ["fn", "args"]).fn);
  const operands = single ? [readMembers(json, ["fn", "arg"]).arg] : readArray(readMembers(json, ["fn", "args"]).args);
  return functionTerm(
    name,
    operands.map((operand) => literalTerm(operand, store)),
  );
}
