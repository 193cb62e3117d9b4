/** Cedar expressions without operands, for each type: literals, variables, and what can be read of a call. */
import fc from "fast-check";
import type { JsonObject } from "../canonical.ts";
import { INTEGERS, TEXTS } from "./arbitrary-organisation.ts";

export type Expression = JsonObject;
export const TYPES = [
  "bool",
  "long",
  "string",
  "entity",
  "set",
  "record",
  "decimal",
  "ip",
  "datetime",
  "duration",
] as const;
export type Type = (typeof TYPES)[number];

const ENTITIES = [
  ["Agent", "a1"],
  ["Agent", "a2"],
  ["Agent", "nobody"],
  ["Team", "red"],
  ["RiskTier", "critical"],
  ["Environment", "staging"],
  ["Provider", "anthropic"],
  ["Action", "x/read"],
  ["Action", "read"],
  ["Action", "data.write"],
  ["Server", "x"],
  ["Other::Agent", "a1"],
] as const;

const value = (json: JsonObject[string]): Expression => ({ Value: json });
const variable = (name: string): Expression => ({ Var: name });
export const attribute = (left: Expression, attr: string): Expression => ({ ".": { left, attr } });
const argument = (name: string): Expression => attribute(attribute(variable("context"), "args"), name);

const text = fc.constantFrom(...TEXTS);
const literalText = text.map(value);
const entity = fc.constantFrom(...ENTITIES).map(([type, id]) => value({ __entity: { type, id } }));

export const LEAVES: { readonly [type in Type]: fc.Arbitrary<Expression> } = {
  bool: fc.oneof(fc.boolean().map(value), fc.constant(argument("flag"))),
  long: fc.oneof(
    fc.constantFrom(...INTEGERS).map(value),
    fc.constantFrom(argument("count"), attribute(variable("context"), "chainLength")),
    fc.constant(attribute(attribute(argument("record"), "inner"), "n")),
  ),
  string: fc.oneof(
    literalText,
    fc.constantFrom(argument("text"), argument("other"), argument("a b"), attribute(variable("context"), "onBehalfOf")),
    fc.constantFrom("name", "team", "riskTier").map((name) => attribute(variable("principal"), name)),
    fc.constant(attribute(variable("resource"), "name")),
  ),
  entity: fc.oneof(entity, fc.constantFrom("principal", "action", "resource").map(variable)),
  set: fc.oneof(
    fc.constantFrom("tags", "counts", "amounts", "records").map(argument),
    fc.constant(attribute(variable("principal"), "dataClasses")),
    fc.array(text, { maxLength: 10 }).map(value),
    fc.array(entity, { maxLength: 4 }).map((elements) => ({ Set: elements })),
  ),
  record: fc.constantFrom(
    variable("context"),
    attribute(variable("context"), "args"),
    argument("record"),
    attribute(argument("record"), "inner"),
    value({ inner: { n: 1 } }),
    value({ n: 1, s: "a" }),
  ),
  decimal: fc.oneof(
    literalText.map((operand) => ({ decimal: [operand] })),
    text.map((arg) => value({ __extn: { fn: "decimal", arg } })),
    fc.constant(argument("amount")),
  ),
  ip: fc.oneof(literalText, fc.constant(argument("text"))).map((operand) => ({ ip: [operand] })),
  datetime: literalText.map((operand) => ({ datetime: [operand] })),
  duration: literalText.map((operand) => ({ duration: [operand] })),
};
