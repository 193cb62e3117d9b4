/**
 * Checks a call's arguments against the tool's own JSON Schema, before any policy looks at them: a text where the schema says
 * text is what makes a condition on text mean something. Arguments that the schema does not describe are refused, because what
 * is not described cannot be judged.
 */
import type { ValidateFunction } from "ajv";
import { canonicalJson, type JsonObject } from "../canonical.ts";
import { boundedPattern } from "./bounded-pattern.ts";
import { isObject, ownMember, resolveReference } from "./json-schema.ts";
import { compileSchema } from "./schema-validator.ts";

/** Null when the arguments pass, else why not. */
export type ArgumentCheck = (args: { [name: string]: unknown }) => string | null;

export interface CompiledCheck {
  readonly check: ArgumentCheck;
  /** Why the schema cannot be used, so that every call of the tool is refused; null when it can. */
  readonly problem: string | null;
}

const MAX_SCHEMA_TEXT = 256 * 1024;
/** Compiling takes milliseconds and a new bundle mostly brings the schemas of the last, so the most recent ones are kept. */
const MAX_KEPT = 2_000;
const kept = new Map<string, CompiledCheck>();

export function compileArgumentCheck(inputSchema: JsonObject | null): CompiledCheck {
  if (inputSchema === null) return { check: () => null, problem: null };
  let text: string;
  try {
    text = canonicalJson(inputSchema);
  } catch {
    return unusable("it is not plain JSON");
  }
  const compiled = kept.get(text) ?? compile(inputSchema, text);
  kept.delete(text);
  kept.set(text, compiled);
  const oldest = kept.keys().next();
  if (kept.size > MAX_KEPT && !oldest.done) kept.delete(oldest.value);
  return compiled;
}

function compile(schema: JsonObject, text: string): CompiledCheck {
  if (text.length > MAX_SCHEMA_TEXT) return unusable(`it is longer than ${MAX_SCHEMA_TEXT} characters`);
  try {
    const isDeclared = declaredArguments(schema);
    const validate = compileSchema(schema);
    return { check: (args) => inspect(args, isDeclared, validate), problem: null };
  } catch (error) {
    return unusable(messageOf(error));
  }
}

function inspect(
  args: { [name: string]: unknown },
  isDeclared: (name: string) => boolean,
  validate: ValidateFunction,
): string | null {
  try {
    return undeclared(args, isDeclared) ?? invalid(args, validate);
  } catch (error) {
    return `The arguments cannot be checked against the tool's input schema: ${messageOf(error)}`;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "unknown failure";
}

function unusable(reason: string): CompiledCheck {
  const problem = `The tool's input schema cannot be used: ${reason}`;
  return { check: () => problem, problem };
}

function declaredArguments(schema: JsonObject): (name: string) => boolean {
  const root = resolveReference(schema, schema);
  if (!isObject(root)) throw new Error("its root points nowhere");
  const additional = ownMember(root, "additionalProperties");
  if (additional === true || isObject(additional)) return () => true;
  const names = new Set(Object.keys(Object(ownMember(root, "properties"))));
  const patterns = Object.keys(Object(ownMember(root, "patternProperties"))).map((name) => boundedPattern(name, "u"));
  return (name) => names.has(name) || patterns.some((pattern) => pattern.test(name));
}

function undeclared(args: { [name: string]: unknown }, isDeclared: (name: string) => boolean): string | null {
  for (const name of Object.keys(args)) {
    if (args[name] === undefined || isDeclared(name)) continue;
    return `The tool's input schema does not describe the argument ${JSON.stringify(name.slice(0, 80))}`;
  }
  return null;
}

function invalid(args: { [name: string]: unknown }, validate: ValidateFunction): string | null {
  if (validate(args)) return null;
  const [error] = validate.errors ?? [];
  const place = error?.instancePath ? `${JSON.stringify(error.instancePath.slice(0, 120))} ` : "they ";
  return `The arguments do not fit the tool's input schema: ${place}${error?.message ?? "are not valid"}`;
}
