/**
 * Arguments that stand for all others: one value on each side of every bound that policies draw, and at it, and a text for every
 * combination of patterns that some text fits. Where policies compare single arguments with constants and patterns, which is all that
 * the form writes, no call is decided otherwise than one of these. Pure.
 */
import type { Json, JsonObject } from "@/sdk/canonical";
import type { BundlePolicy, BundleTool } from "@/sdk/wire/bundle";
import { samplesFor } from "./call-samples";
import { type TextPattern, textRegions } from "./text-regions";

export type Regions = {
  calls: JsonObject[];
  /** Whether every call of this tool is decided like one of these, as far as these policies can tell. */
  complete: boolean;
};

const ABSENT = Symbol("absent");
type Choice = Json | typeof ABSENT;
type Drawn = { literals: Set<number | string | boolean>; patterns: TextPattern[] };
type Reading = { drawn: Map<string, Drawn>; understood: boolean };

const COMPARISONS = new Set(["==", "!=", "<", "<=", ">", ">="]);
/** A text that no policy names. */
const OTHER = "another text";
const DECIMAL_STEP = 0.0001;

export function regionsOf(tool: BundleTool, policies: readonly BundlePolicy[], most: number): Regions {
  const reading: Reading = { drawn: new Map(), understood: true };
  for (const { cedar } of policies) read(cedar.conditions ?? [], reading);
  const schema = asObject(tool.inputSchema);
  const properties = asObject(schema.properties);
  const required = new Set(Array.isArray(schema.required) ? schema.required.map(String) : []);
  const [base = {}] = samplesFor(tool, { numbers: [], texts: [] }, []);
  let calls: JsonObject[] = [base];
  let complete = reading.understood && (reading.drawn.size === 0 || hasOnly(schema, PLAIN_OBJECT));
  for (const [name, drawn] of reading.drawn) {
    const property = asObject(properties[name]);
    const { choices, all } = choicesOf(property, drawn);
    const varied: Choice[] = required.has(name) ? choices : [...choices, ABSENT];
    complete &&= all;
    if (calls.length * varied.length > most) {
      complete = false;
      calls = [...calls, ...varied.map((value) => withValue(base, name, value))].slice(0, most);
    } else calls = calls.flatMap((call) => varied.map((value) => withValue(call, name, value)));
  }
  return { calls: [...new Map(calls.map((call) => [JSON.stringify(call), call])).values()], complete };
}

/** Of each argument that these policies compare: values on each side of every bound, and whether it may be left out. */
export function argumentChoices(
  tool: BundleTool,
  policies: readonly BundlePolicy[],
): Map<string, { values: Json[]; optional: boolean }> {
  const reading: Reading = { drawn: new Map(), understood: true };
  for (const { cedar } of policies) read(cedar.conditions ?? [], reading);
  const schema = asObject(tool.inputSchema);
  const properties = asObject(schema.properties);
  const required = new Set(Array.isArray(schema.required) ? schema.required.map(String) : []);
  return new Map(
    [...reading.drawn].map(([name, drawn]) => {
      const { choices } = choicesOf(asObject(properties[name]), drawn);
      return [name, { values: choices, optional: !required.has(name) }];
    }),
  );
}

function withValue(call: JsonObject, name: string, value: Choice): JsonObject {
  const { [name]: _, ...rest } = call;
  return value === ABSENT ? rest : { ...rest, [name]: value };
}

/** What else a schema says may refuse a value that stands for others which it takes. */
const PLAIN_OBJECT = new Set([
  "type",
  "properties",
  "required",
  "additionalProperties",
  "title",
  "description",
  "$schema",
]);
const PLAIN_VALUE = new Set(["type", "title", "description", "default", "examples", "minimum", "maximum", "enum"]);
const hasOnly = (schema: JsonObject, names: ReadonlySet<string>): boolean =>
  Object.keys(schema).every((name) => names.has(name));

function choicesOf(property: JsonObject, { literals, patterns }: Drawn) {
  const all = hasOnly(property, PLAIN_VALUE);
  const { type, enum: listed, minimum, maximum } = property;
  const numbers = [0, minimum, maximum, ...literals].filter((one) => typeof one === "number");
  if (Array.isArray(listed)) return { choices: listed, all };
  switch (type) {
    case "boolean":
      return { choices: [true, false], all };
    case "integer":
      return { choices: [...new Set(numbers.flatMap((one) => [one - 1, one, one + 1]))], all };
    case "number": {
      const near = numbers.flatMap((one) => [one - DECIMAL_STEP, one, one + DECIMAL_STEP]);
      return { choices: [...new Set(near.map((one) => Number(one.toFixed(4))))], all };
    }
    case "string": {
      const named = [...literals].filter((one) => typeof one === "string");
      const { texts, complete } = textRegions([...named.map((one) => [one]), ...patterns]);
      return { choices: [...new Set([...named, ...texts, OTHER])], all: all && complete };
    }
    default:
      return { choices: [], all: false };
  }
}

/** Operators that only combine what is below them. */
const TRANSPARENT = new Set(["&&", "||", "!", "if-then-else", "left", "right", "arg", "if", "then", "else", "body"]);

/** Collects what arguments are compared with; anything that it cannot follow makes the reading incomplete. */
function read(node: Json, reading: Reading): void {
  if (Array.isArray(node)) {
    for (const item of node) read(item, reading);
    return;
  }
  for (const [operator, operands] of Object.entries(asObject(node))) {
    if (TRANSPARENT.has(operator)) read(operands, reading);
    else if (mentionsContext(operands)) readOperator(operator, operands, reading);
  }
}

function readOperator(operator: string, operands: Json, reading: Reading): void {
  const { left, right, attr } = asObject(operands);
  // A Bool argument that stands by itself; of any other type the policy does not validate.
  const alone = argumentName({ [operator]: operands });
  if (COMPARISONS.has(operator)) readComparison(left, right, reading);
  else if (DECIMAL_METHODS.has(operator) && Array.isArray(operands)) readDecimal(operands, reading);
  else if (operator === "has" && isArguments(left) && typeof attr === "string") note(reading, attr, null);
  else if (operator === "like") readPattern(operands, reading);
  else if (alone !== null) note(reading, alone, null);
  else reading.understood = false;
}

function readComparison(left: Json | undefined, right: Json | undefined, reading: Reading): void {
  const [first, second] = [argumentName(left), argumentName(right)];
  const [mine, theirs] = [literalOf(right), literalOf(left)];
  if (first !== null && mine !== null) note(reading, first, mine);
  else if (second !== null && theirs !== null) note(reading, second, theirs);
  else reading.understood = false;
}

const DECIMAL_METHODS = new Set(["lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual"]);

function readDecimal([left, right]: Json[], reading: Reading): void {
  const argument = argumentName(left);
  const { decimal } = asObject(right);
  const text = Array.isArray(decimal) ? asObject(decimal[0]).Value : undefined;
  if (argument === null || typeof text !== "string") reading.understood = false;
  else note(reading, argument, Number(text));
}

/** `left like pattern`, whose wildcards are the word "Wildcard". */
function readPattern(operands: Json, reading: Reading): void {
  const { left, pattern } = asObject(operands);
  const argument = argumentName(left);
  if (argument === null || !Array.isArray(pattern)) {
    reading.understood = false;
    return;
  }
  const parts = pattern.map((part) => (part === "Wildcard" ? null : String(asObject(part).Literal ?? "")));
  drawnOf(reading, argument).patterns.push(parts);
}

function note(reading: Reading, argument: string, literal: number | string | boolean | null): void {
  const { literals } = drawnOf(reading, argument);
  if (literal !== null) literals.add(literal);
}

function drawnOf({ drawn }: Reading, argument: string): Drawn {
  const known = drawn.get(argument) ?? { literals: new Set(), patterns: [] };
  drawn.set(argument, known);
  return known;
}

/** `context.args.NAME` */
function argumentName(node: Json | undefined): string | null {
  const { left, attr } = asObject(asObject(node)["."]);
  return isArguments(left) && typeof attr === "string" ? attr : null;
}

/** `context.args` */
function isArguments(node: Json | undefined): boolean {
  const { left, attr } = asObject(asObject(node)["."]);
  return attr === "args" && asObject(left).Var === "context";
}

function mentionsContext(node: Json | undefined): boolean {
  if (Array.isArray(node)) return node.some(mentionsContext);
  if (typeof node !== "object" || node === null) return false;
  return node.Var === "context" || Object.values(node).some(mentionsContext);
}

function literalOf(node: Json | undefined): number | string | boolean | null {
  const { Value: value } = asObject(node);
  return typeof value === "number" || typeof value === "string" || typeof value === "boolean" ? value : null;
}

const asObject = (value: unknown): JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
