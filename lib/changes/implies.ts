/**
 * Whether one policy certainly covers no more than another, by structure alone. Pure, and wrong in one direction only: what cannot be
 * shown is answered with no. Conditions are Cedar's JSON; a policy that reads less than the other is never shown to be the same,
 * because a call whose arguments cannot be read is denied by whatever reads them.
 */
import { canonicalJson, type Json, type JsonObject } from "@/sdk/canonical";

/** True when every call that `narrow` applies to is one that `wide` applies to. */
export function coversNoMore(narrow: JsonObject, wide: JsonObject): boolean {
  const scopes = (["principal", "action", "resource"] as const).every((part) => scopeWithin(narrow[part], wide[part]));
  const [from, to] = [conjunctsOf(narrow), conjunctsOf(wide)];
  return scopes && to.every((part) => from.some((one) => implies(one, part)));
}

/** Names of everything that a policy reads. */
export function attributesRead(policy: JsonObject): Set<string> {
  const found = new Set<string>();
  const visit = (node: Json | undefined): void => {
    if (Array.isArray(node)) for (const item of node) visit(item);
    else if (isObject(node)) {
      if (typeof node.attr === "string") found.add(node.attr);
      for (const value of Object.values(node)) visit(value);
    }
  };
  visit(policy.conditions);
  return found;
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const same = (a: unknown, b: unknown): boolean => canonicalJson(a, 1_000) === canonicalJson(b, 1_000);

function scopeWithin(narrow: Json | undefined, wide: Json | undefined): boolean {
  if (!isObject(narrow) || !isObject(wide)) return false;
  if (wide.op === "All" || same(narrow, wide)) return true;
  if (wide.op !== "in") return false;
  const allowed = entitiesOf(wide);
  return (
    (narrow.op === "==" || narrow.op === "in") &&
    entitiesOf(narrow).every((one) => allowed.some((other) => same(one, other)))
  );
}

const entitiesOf = ({ entity, entities }: JsonObject): Json[] =>
  Array.isArray(entities) ? entities : entity === undefined ? [] : [entity];

/** All of them must hold for the policy to apply. */
function conjunctsOf({ conditions }: JsonObject): JsonObject[] {
  const list = Array.isArray(conditions) ? conditions : [];
  return list.flatMap((condition) => {
    if (!isObject(condition) || !isObject(condition.body)) return [{ unknown: condition }];
    return condition.kind === "unless" ? [{ "!": { arg: condition.body } }] : parts(condition.body, "&&");
  });
}

function parts(expression: JsonObject, operator: "&&" | "||"): JsonObject[] {
  const operands = expression[operator];
  if (!isObject(operands) || !isObject(operands.left) || !isObject(operands.right)) return [expression];
  return [...parts(operands.left, operator), ...parts(operands.right, operator)];
}

export function implies(a: JsonObject, b: JsonObject): boolean {
  if (same(a, b)) return true;
  const [eitherA, bothB] = [parts(a, "||"), parts(b, "&&")];
  if (eitherA.length > 1) return eitherA.every((one) => implies(one, b));
  if (bothB.length > 1) return bothB.every((one) => implies(a, one));
  const [bothA, eitherB] = [parts(a, "&&"), parts(b, "||")];
  if (bothA.length > 1 || eitherB.length > 1) return bothA.some((one) => eitherB.some((other) => implies(one, other)));
  const [notA, notB] = [negated(a), negated(b)];
  if (notA && notB) return implies(notB, notA);
  return boundImplies(a, b) || containsImplies(a, b);
}

function negated(expression: JsonObject): JsonObject | null {
  const inner = expression["!"];
  return isObject(inner) && isObject(inner.arg) ? inner.arg : null;
}

type Bound = { of: Json; least: number; most: number };

/** What a comparison with a whole number says of its left side. */
function boundOf(expression: JsonObject): Bound | null {
  const [entry, ...others] = Object.entries(expression);
  if (!entry || others.length > 0) return null;
  const [operator, operands] = entry;
  if (!isObject(operands) || !isObject(operands.right) || operands.left === undefined) return null;
  const value = operands.right.Value;
  if (typeof value !== "number" || !Number.isSafeInteger(value)) return null;
  const all = { of: operands.left, least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY };
  switch (operator) {
    case ">":
      return { ...all, least: value + 1 };
    case ">=":
      return { ...all, least: value };
    case "<":
      return { ...all, most: value - 1 };
    case "<=":
      return { ...all, most: value };
    case "==":
      return { ...all, least: value, most: value };
    default:
      return null;
  }
}

function boundImplies(a: JsonObject, b: JsonObject): boolean {
  const [from, to] = [boundOf(a), boundOf(b)];
  if (!from || !to || "==" in b || !same(from.of, to.of)) return false;
  return from.least >= to.least && from.most <= to.most;
}

/** `["a"].contains(x)` implies `["a", "b"].contains(x)`. */
function containsImplies(a: JsonObject, b: JsonObject): boolean {
  const [from, to] = [a.contains, b.contains];
  if (!isObject(from) || !isObject(to) || !same(from.right, to.right)) return false;
  const [few, many] = [from.left, to.left].map((side) => (isObject(side) && Array.isArray(side.Set) ? side.Set : null));
  return !!few && !!many && few.every((one) => many.some((other) => same(one, other)));
}
