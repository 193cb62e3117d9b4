/** Whether a value is plain JSON of a size that can be judged. Callers within the process may pass anything. */
import { MAX_DEPTH } from "../canonical.ts";
import { ownMember } from "./json-schema.ts";

const MAX_VALUES = 20_000;
const MAX_TEXT = 4 * 1024 * 1024;

/** Null when it is, else what it is instead. A member whose value is `undefined` counts as absent. */
export function objectionTo(value: unknown): string | null {
  return inspect(value, { values: 0, text: 0 }, 0);
}

interface Size {
  values: number;
  text: number;
}

function inspect(value: unknown, size: Size, depth: number): string | null {
  size.values += 1;
  if (size.values > MAX_VALUES) return `more than ${MAX_VALUES} values`;
  switch (typeof value) {
    case "string":
      return inspectText(value, size);
    case "number":
      return Number.isFinite(value) ? null : "a number that is not finite";
    case "boolean":
      return null;
    case "object":
      if (value === null) return null;
      if (depth >= MAX_DEPTH) return `nesting deeper than ${MAX_DEPTH} levels`;
      return Array.isArray(value) ? inspectArray(value, size, depth) : inspectObject(value, size, depth);
    default:
      return `a value of type ${typeof value}`;
  }
}

function inspectText(text: string, size: Size): string | null {
  size.text += text.length;
  if (size.text > MAX_TEXT) return `more than ${MAX_TEXT} characters`;
  // Cedar's strings are Unicode text: without a UTF-8 form, two different strings would be one.
  return text.isWellFormed() ? null : "a text with a lone surrogate";
}

function inspectArray(array: unknown[], size: Size, depth: number): string | null {
  for (const element of array) {
    const objection = inspect(element, size, depth + 1);
    if (objection !== null) return objection;
  }
  return null;
}

function inspectObject(object: object, size: Size, depth: number): string | null {
  // A plain object has no prototype, or one that is itself at the root: that of any realm, so that JSON parsed elsewhere passes.
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    return "an object that is not plain";
  }
  for (const name of Object.keys(object)) {
    const member = ownMember(object, name);
    if (member === undefined) continue;
    // Code that copies members one by one would set the prototype with it.
    if (name === "__proto__") return "a member named __proto__";
    const objection = inspectText(name, size) ?? inspect(member, size, depth + 1);
    if (objection !== null) return objection;
  }
  return null;
}
