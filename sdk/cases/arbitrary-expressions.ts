/** Random Cedar expressions with every operator that is compiled. Mostly well typed; now and then deliberately not. */
import fc from "fast-check";
import type { JsonObject } from "../canonical.ts";
import { INTEGERS, TEXTS } from "./arbitrary-organisation.ts";

type Expression = JsonObject;
const TYPES = ["bool", "long", "string", "entity", "set", "record", "decimal", "ip", "datetime", "duration"] as const;
type Type = (typeof TYPES)[number];

/** One in this many operands is of whatever type. */
const MISTYPED = 30;

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
const ENTITY_TYPES = ["Agent", "Team", "Action", "Server", "Other::Agent"] as const;
const ATTRIBUTES = [
  "args",
  "text",
  "count",
  "record",
  "inner",
  "n",
  "s",
  "name",
  "team",
  "nothing",
  "constructor",
  "a b",
];

const value = (json: JsonObject[string]): Expression => ({ Value: json });
const variable = (name: string): Expression => ({ Var: name });
const attribute = (left: Expression, attr: string): Expression => ({ ".": { left, attr } });
const argument = (name: string): Expression => attribute(attribute(variable("context"), "args"), name);
const binary = (operator: string, left: Expression, right: Expression): Expression => ({ [operator]: { left, right } });

const text = fc.constantFrom(...TEXTS);
const literalText = text.map(value);
const entity = fc.constantFrom(...ENTITIES).map(([type, id]) => value({ __entity: { type, id } }));

/** Expressions without operands, for each type. */
const LEAVES: { readonly [type in Type]: fc.Arbitrary<Expression> } = {
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

type Pool = fc.Arbitrary<Expression>;
const known = new Map<string, Pool>();

export function arbitraryExpression(type: Type, depth: number): Pool {
  const key = `${type} ${depth}`;
  const arbitrary = known.get(key) ?? (depth > 0 ? compound(type, depth - 1) : LEAVES[type]);
  known.set(key, arbitrary);
  return arbitrary;
}

function compound(type: Type, depth: number): Pool {
  const branches = fc
    .tuple(operand("bool", depth), operand(type, depth), operand(type, depth))
    .map(([test, then, otherwise]) => ({ "if-then-else": { if: test, then, else: otherwise } }));
  return fc.oneof(
    { weight: 3, arbitrary: LEAVES[type] },
    { weight: 1, arbitrary: branches },
    ...COMPOUNDS[type](depth).map((arbitrary) => ({ weight: 2, arbitrary })),
  );
}

function operand(type: Type, depth: number): Pool {
  const any = fc.constantFrom(...TYPES).chain((other) => arbitraryExpression(other, depth));
  return fc.oneof({ weight: MISTYPED, arbitrary: arbitraryExpression(type, depth) }, { weight: 1, arbitrary: any });
}

/** Two operands of one type. */
function pair(operators: readonly string[], left: Pool, right: Pool): Pool {
  return fc.tuple(fc.constantFrom(...operators), left, right).map((parts) => binary(...parts));
}

function call(names: readonly string[], ...operands: Pool[]): Pool {
  return fc.tuple(fc.constantFrom(...names), fc.tuple(...operands)).map(([name, list]) => ({ [name]: list }));
}

function alike(operators: readonly string[], types: readonly Type[], depth: number): Pool {
  return fc.constantFrom(...types).chain((type) => pair(operators, operand(type, depth), operand(type, depth)));
}

const COMPOUNDS: { readonly [type in Type]: (depth: number) => Pool[] } = {
  bool: (depth) => [...logic(depth), ...comparisons(depth), ...collections(depth), ...extensionTests(depth)],
  long: (depth) => [
    pair(["+", "-", "*"], operand("long", depth), operand("long", depth)),
    operand("long", depth).map((arg) => ({ neg: { arg } })),
    call(["toMilliseconds", "toSeconds", "toMinutes", "toHours", "toDays"], operand("duration", depth)),
  ],
  string: (depth) => [operand("record", depth).map((left) => attribute(left, "s"))],
  entity: () => [],
  set: (depth) => [
    fc
      .constantFrom(...TYPES)
      .chain((type) => fc.array(operand(type, depth), { maxLength: 10 }))
      .map((elements) => ({ Set: elements })),
  ],
  record: (depth) => [
    fc
      .tuple(operand("long", depth), operand("string", depth))
      .map(([n, inner]) => ({ Record: { n, inner, constructor: inner } })),
    operand("record", depth).map((left) => attribute(left, "inner")),
  ],
  decimal: (depth) => [call(["decimal"], operand("string", depth))],
  ip: (depth) => [call(["ip"], operand("string", depth))],
  datetime: (depth) => [
    call(["datetime"], operand("string", depth)),
    call(["offset"], operand("datetime", depth), operand("duration", depth)),
    call(["toDate"], operand("datetime", depth)),
  ],
  duration: (depth) => [
    call(["duration"], operand("string", depth)),
    call(["durationSince"], operand("datetime", depth), operand("datetime", depth)),
    call(["toTime"], operand("datetime", depth)),
  ],
};

function logic(depth: number): Pool[] {
  const bool = operand("bool", depth);
  return [bool.map((arg) => ({ "!": { arg } })), pair(["&&", "||"], bool, bool), pair(["&&", "||"], bool, bool)];
}

function comparisons(depth: number): Pool[] {
  return [
    alike(["==", "!="], TYPES, depth),
    alike(["<", "<=", ">", ">="], ["long", "long", "datetime", "duration"], depth),
    fc.tuple(operand("string", depth), pattern).map(([left, pattern]) => ({ like: { left, pattern } })),
    fc
      .tuple(operand("entity", depth), fc.constantFrom(...ENTITY_TYPES), fc.option(groups(depth), { nil: undefined }))
      .map(([left, type, within]) => ({ is: { left, entity_type: type, ...(within && { in: within }) } })),
    pair(["in"], operand("entity", depth), groups(depth)),
  ];
}

function groups(depth: number): Pool {
  const list = fc.array(operand("entity", depth), { maxLength: 4 }).map((elements) => ({ Set: elements }));
  return fc.oneof(operand("entity", depth), list, operand("set", depth));
}

const pattern = fc.array(
  fc.oneof(
    fc.constant("Wildcard" as const),
    fc.constantFrom("a", "b", "ab", "*", "é", "😀").map((Literal) => ({ Literal })),
  ),
  { maxLength: 5 },
);

function collections(depth: number): Pool[] {
  const set = operand("set", depth);
  const holder = fc.oneof(operand("record", depth), operand("entity", depth));
  const name = fc.constantFrom(...ATTRIBUTES);
  return [
    fc.constantFrom(...TYPES).chain((type) => pair(["contains"], set, operand(type, depth))),
    pair(["containsAll", "containsAny"], set, set),
    set.map((arg) => ({ isEmpty: { arg } })),
    fc.tuple(holder, name).map(([left, attr]) => ({ has: { left, attr } })),
    fc.tuple(holder, fc.array(name, { minLength: 1, maxLength: 3 })).map(([left, attr]) => ({ has: { left, attr } })),
  ];
}

function extensionTests(depth: number): Pool[] {
  const ip = operand("ip", depth);
  const decimals = [operand("decimal", depth), operand("decimal", depth)];
  return [
    call(["lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual"], ...decimals),
    call(["isIpv4", "isIpv6", "isLoopback", "isMulticast"], ip),
    call(["isInRange"], ip, ip),
    fc.array(ip, { maxLength: 3 }).map((ranges) => ({ isInRange: ranges })),
  ];
}
