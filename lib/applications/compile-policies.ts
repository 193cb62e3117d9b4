/**
 * Cedar text as policies of an application, or what is wrong with it. The text is parsed by cedar-wasm once, when it is kept; what
 * answers callers is compiled from Cedar's JSON by the compiler of the enforcement points.
 */
import { problem, unfitProblem } from "@/lib/policy/cedar";
import type { PolicyProblem } from "@/lib/policy/contract";
import type { Json, JsonObject } from "@/sdk/canonical";
import { compileExpression } from "@/sdk/cedar/expressions";
import { MalformedPolicy, UnsupportedFeature } from "@/sdk/cedar/failure";
import { loadWasm } from "@/sdk/cedar/load-wasm";
import type { EntityStore } from "@/sdk/cedar/store";
import type { Run } from "@/sdk/cedar/term";
import { textProblem } from "@/sdk/cedar/text-bounds";
import type { ApplicationTerms } from "./contract";

export const MOST_POLICIES = 500;
const ANNOTATIONS = ["id", "title", "owner", "risk", "control"];

export type CompiledPolicy = { id: string; effect: "permit" | "forbid"; condition: Run };

type Part = { json: JsonObject; from: number | null; to: number | null };

export type ParsedText = { policies: JsonObject[]; problems: PolicyProblem[]; formatted: string | null };

/** Throws nothing: whatever is wrong with the text is among the problems. */
export function parsePolicies(
  text: string,
  terms: Pick<ApplicationTerms, "subjectTypes" | "resourceTypes" | "actions">,
  store: EntityStore,
): ParsedText {
  const unfit = textProblem(text);
  if (unfit) return { policies: [], problems: [unfitProblem(unfit)], formatted: null };
  const wasm = loadWasm();
  const parts = wasm.policySetTextToParts(text);
  if (parts.type === "failure")
    return { policies: [], problems: parts.errors.map((one) => problem(text, one, "error")), formatted: null };
  const say = (message: string): PolicyProblem => ({ severity: "error", message, help: null, from: null, to: null });
  if (parts.policy_templates.length > 0)
    return { policies: [], problems: [say("Templates are not taken: write each policy out.")], formatted: null };
  if (parts.policies.length === 0)
    return {
      policies: [],
      problems: [say("There is no policy, so everything would be denied. Write one.")],
      formatted: null,
    };
  if (parts.policies.length > MOST_POLICIES)
    return { policies: [], problems: [say(`There are more than ${MOST_POLICIES} policies.`)], formatted: null };
  const read = parts.policies.map((one): Part | PolicyProblem[] => {
    const answer = wasm.policyToJson(one);
    if (answer.type === "failure") return answer.errors.map((error) => problem(one, error, "error"));
    const from = text.indexOf(one);
    const place = from < 0 ? { from: null, to: null } : { from, to: from + one.length };
    return { json: JSON.parse(JSON.stringify(answer.json)) as JsonObject, ...place };
  });
  const whole = read.flatMap((one) => (Array.isArray(one) ? [] : one));
  whole.sort((left, right) => (left.from ?? 0) - (right.from ?? 0));
  const problems = [
    ...read.flatMap((one) => (Array.isArray(one) ? one : [])),
    ...whole.flatMap((part) => objectionsTo(part, terms, store)),
    ...twice(whole),
  ];
  const format = wasm.formatPolicies({ policyText: text, lineWidth: 100, indentWidth: 2 });
  return {
    policies: whole.map(({ json }) => json),
    problems,
    formatted: format.type === "success" ? format.formatted_policy : null,
  };
}

function objectionsTo(
  { json, from, to }: Part,
  { subjectTypes, resourceTypes, actions }: Pick<ApplicationTerms, "subjectTypes" | "resourceTypes" | "actions">,
  store: EntityStore,
): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const say = (severity: "error" | "warning", message: string) =>
    problems.push({ severity, message, help: null, from, to });
  for (const name of Object.keys(asObject(json.annotations)))
    if (!ANNOTATIONS.includes(name))
      say(
        "error",
        `@${name} means nothing here. An application's policies take ${ANNOTATIONS.map((one) => `@${one}`).join(", ")}.`,
      );
  for (const name of namedActions(json.action))
    if (!actions.includes(name)) say("error", `The action "${name}" is not among the actions of this application.`);
  const sides = [
    ["subject", json.principal, subjectTypes],
    ["resource", json.resource, resourceTypes],
  ] as const;
  for (const [what, side, types] of sides) {
    const type = typeOf(side);
    if (type !== null && !types.includes(type))
      say("warning", `It never applies: "${type}" is not among the ${what} types of this application.`);
  }
  try {
    compileOne(json, store, 0);
  } catch (error) {
    if (error instanceof UnsupportedFeature)
      say("error", `${error.feature} is not supported in an application's policies.`);
    else if (error instanceof MalformedPolicy) say("error", `It cannot be judged: ${error.message}.`);
    else throw error;
  }
  return problems;
}

/** Two under one id could not be told apart in an answer. */
function twice(parts: readonly Part[]): PolicyProblem[] {
  const seen = new Set<string>();
  return parts.flatMap(({ json, from, to }, place) => {
    const id = idOfPolicy(json, place);
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [
      { severity: "error" as const, message: `There are two policies with the id "${id}".`, help: null, from, to },
    ];
  });
}

/** Compiles what was kept. Throws where it is not what {@link parsePolicies} let through. */
export const compilePolicies = (policies: readonly JsonObject[], store: EntityStore): CompiledPolicy[] =>
  policies.map((json, place) => compileOne(json, store, place));

function compileOne(json: JsonObject, store: EntityStore, place: number): CompiledPolicy {
  const effect = json.effect === "forbid" ? "forbid" : "permit";
  const { run } = compileExpression(asCondition(json), store);
  return { id: idOfPolicy(json, place), effect, condition: run };
}

export function idOfPolicy(json: JsonObject, place: number): string {
  const { id } = asObject(json.annotations);
  return typeof id === "string" && id !== "" ? id : `policy ${place + 1}`;
}

/** The scope and the conditions as one expression, which says the same. */
function asCondition({ principal, action, resource, conditions }: JsonObject): Json {
  const clauses = (Array.isArray(conditions) ? conditions : []).map((clause): Json => {
    const { kind, body = null } = asObject(clause);
    return kind === "unless" ? { "!": { arg: body } } : body;
  });
  const scope = [scopeTest("principal", principal), scopeTest("action", action), scopeTest("resource", resource)];
  const all: Json[] = [...scope.flatMap((test) => test ?? []), ...clauses];
  // `&&` with true makes a lone condition that is no Bool fail, as Cedar wants it.
  return all.reduceRight<Json>((right, left) => ({ "&&": { left, right } }), { Value: true });
}

function scopeTest(name: string, side: Json | undefined): Json | null {
  const { op, entity, entities, entity_type, in: within } = asObject(side);
  const left: Json = { Var: name };
  if (op === "All") return null;
  if (op === "is") {
    const test: JsonObject = { left, entity_type: entity_type ?? null };
    if (within !== undefined) test.in = literal(asObject(within).entity);
    return { is: test };
  }
  const right: Json = Array.isArray(entities) ? { Set: entities.map(literal) } : literal(entity);
  if (op === "==" || op === "in") return { [op]: { left, right } };
  throw new MalformedPolicy(`there is no scope operator ${JSON.stringify(op)}`);
}

const literal = (entity: Json | undefined): Json => ({ Value: { __entity: entity ?? null } });

function namedActions(action: Json | undefined): string[] {
  const { entity, entities } = asObject(action);
  return [entity, ...(Array.isArray(entities) ? entities : [])].flatMap((one) => {
    const { id } = asObject(one);
    return typeof id === "string" ? [id] : [];
  });
}

function typeOf(side: Json | undefined): string | null {
  const { op, entity, entity_type } = asObject(side);
  const type = op === "==" ? asObject(entity).type : entity_type;
  return typeof type === "string" ? type : null;
}

const asObject = (value: unknown): JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
