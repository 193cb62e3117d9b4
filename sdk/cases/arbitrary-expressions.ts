/** Random Cedar expressions with every operator that is compiled. Mostly well typed; now and then deliberately not. */
import fc from "fast-check";
import { attribute, type Expression, LEAVES, TYPES, type Type } from "./arbitrary-leaves.ts";

/** One in this many operands is of whatever type. */
const MISTYPED = 30;

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

const binary = (operator: string, left: Expression, right: Expression): Expression => ({ [operator]: { left, right } });

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
