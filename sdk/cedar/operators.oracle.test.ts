import { expect, test, vi } from "vitest";
import type { JsonObject } from "../canonical.ts";
import { AGENTS, TOOLS } from "../cases/arbitrary-organisation.ts";
import { cedarJudge, type Verdict } from "../cases/cedar-verdicts.ts";
import { binary, type Expression, entity, TEXTS, VALUES, value } from "../cases/notable-values.ts";
import { CallContext } from "./call-context.ts";
import { cedarEntities, cedarRequest } from "./entities.ts";
import { compileExpression } from "./expressions.ts";
import { EXTENSIONS } from "./extensions.ts";
import { EvaluationFailure } from "./failure.ts";
import { BINARY, UNARY } from "./operators.ts";
import { EntityStore } from "./store.ts";
import { asBoolean } from "./values.ts";

// Thousands of conditions in a test, which on a busy machine is more than the usual five seconds.
vi.setConfig({ testTimeout: 120_000 });

const content = { agents: [...AGENTS], tools: [...TOOLS] };
const request = { agentId: "a1", tool: "y/pay", arguments: {} };

const PATTERNS = ["", "*", "a", "a*", "*a", "*a*", "a*a", "*b*a", "**", "a*b*a", "é*", "*😀"];

/** Every pair within a type, and one of each type with one of each other. */
function pairs(): [Expression, Expression][] {
  const types = Object.values(VALUES);
  const within = types.flatMap((values) =>
    values.flatMap((left) => values.map((right): [Expression, Expression] => [left, right])),
  );
  const samples = types.flatMap((values) => values.slice(0, 1));
  return [...within, ...samples.flatMap((left) => samples.map((right): [Expression, Expression] => [left, right]))];
}

/** Conditions that show what an expression of whatever type comes to. */
function shown(expression: Expression): Expression[] {
  return [binary("==", expression, expression), binary(">", expression, value(0)), binary("==", expression, value(7))];
}

function ourVerdict(condition: Expression): Verdict {
  const store = new EntityStore(content);
  const context = new CallContext({}, { kind: "Record", members: new Map() }, undefined, 0);
  const principal = store.entity("Agent", "a1");
  const [action, resource] = [store.entity("Action", "y/pay"), store.entity("Server", "y")];
  try {
    const result = compileExpression(condition, store).run({
      principal,
      action,
      resource,
      context,
      args: context.args,
    });
    return asBoolean(result) ? "satisfied" : "not satisfied";
  } catch (failure) {
    if (failure instanceof EvaluationFailure) return "failed";
    throw failure;
  }
}

function agree(conditions: readonly Expression[]): void {
  expect(conditions.length).toBeGreaterThan(20);
  const scope = { principal: { op: "All" }, action: { op: "All" }, resource: { op: "All" } };
  const policies = conditions.map((body, place) => {
    const cedar: JsonObject = { ...scope, effect: "permit", conditions: [{ kind: "when", body }] };
    return { id: `${place}`, effect: "permit" as const, cedar };
  });
  const verdicts = cedarJudge(policies, cedarEntities(content))(cedarRequest(content, request));
  const differing = conditions.filter((condition, place) => ourVerdict(condition) !== verdicts.get(`${place}`));
  expect(differing.slice(0, 5)).toEqual([]);
}

const BOOLEAN = new Set(["==", "!=", "<", "<=", ">", ">=", "in", "contains", "containsAll", "containsAny"]);

test.each([...BINARY.keys()])("%s does to every pair of values what it does in Cedar", (operator) => {
  const expressions = pairs().map(([left, right]) => binary(operator, left, right));
  agree(BOOLEAN.has(operator) ? expressions : expressions.flatMap(shown));
});

test.each(["&&", "||"])("%s does to every pair of values what it does in Cedar", (operator) => {
  agree(
    pairs().flatMap(([left, right]) => [
      binary(operator, left, right),
      binary("==", binary(operator, left, right), value(true)),
    ]),
  );
});

test.each([...UNARY.keys()])("%s does to every value what it does in Cedar", (operator) => {
  agree(
    Object.values(VALUES)
      .flat()
      .flatMap((arg) => shown({ [operator]: { arg } })),
  );
});

test.each([...EXTENSIONS])("%s() does to every text and value what it does in Cedar", (name, { arity }) => {
  const [first = [value(1), value(1)], ...others] = pairs();
  const single = [...TEXTS.map(value), ...Object.values(VALUES).flat()].map((one) => [one]);
  const called = [
    [],
    ...(arity === 1 ? [...single, first] : [...single.slice(0, 5), first, ...others]),
    [...first, ...first],
  ];
  const isTest = /^(is|less|greater)/.test(name);
  agree(
    called.flatMap((operands) => {
      const expression = { [name]: operands };
      return isTest ? [expression] : shown(expression);
    }),
  );
});

test("like matches what it matches in Cedar", () => {
  const patterns = PATTERNS.map((text) => {
    return Array.from(text, (letter) => (letter === "*" ? "Wildcard" : { Literal: letter }));
  });
  const subjects = [...Object.values(VALUES).flat(), ...["aa", "aab", "ba", "abba", "xay"].map(value)];
  agree(subjects.flatMap((left) => patterns.map((pattern): Expression => ({ like: { left, pattern } }))));
});

test("has, is and attributes find what they find in Cedar", () => {
  const subjects = Object.values(VALUES).flat();
  const names = ["a", "b", "name", "constructor", "__proto__", "toString"];
  const paths = [["a"], ["a", "a"], ["a", "b"], ["b", "a"], ["name"], ["name", "a"]];
  agree(
    subjects.flatMap((left): Expression[] => [
      ...names.flatMap((attr): Expression[] => [{ has: { left, attr } }, ...shown({ ".": { left, attr } })]),
      ...paths.map((attr): Expression => ({ has: { left, attr } })),
      ...["Agent", "Team", "NS::Agent"].map((entity_type): Expression => ({ is: { left, entity_type } })),
      { is: { left, entity_type: "Agent", in: entity("Team", "red") } },
      { is: { left, entity_type: "Team", in: value(1) } },
    ]),
  );
});
