/** Cedar values, and texts that might be one, at which an evaluator is most likely to err. */
import type { JsonObject } from "../canonical.ts";

export type Expression = JsonObject;

export const value = (json: Expression[string]): Expression => ({ Value: json });
export const binary = (operator: string, left: Expression, right: Expression): Expression => ({
  [operator]: { left, right },
});
const calls = (name: string, texts: readonly string[]) => texts.map((text): Expression => ({ [name]: [value(text)] }));
export const entity = (type: string, id: string) => value({ __entity: { type, id } });

/** 2^53 - 1, times 1024 and what is left to the largest Long. */
const largest = binary("+", binary("*", value(Number.MAX_SAFE_INTEGER), value(1024)), value(1023));
const smallest = binary("-", { neg: { arg: largest } }, value(1));
const nine = [1, 2, 3, 4, 5, 6, 7, 8, 9];

const DECIMALS = ["0.0", "-0.0", "0.0001", "-0.0001", "1.5", "1.50", "01.5", "12.3456", "922337203685477.5807"];
const IPS = [
  "10.0.0.1",
  "10.0.0.1/8",
  "10.255.0.0/16",
  "0.0.0.0/0",
  "127.0.0.1",
  "127.0.0.0/7",
  "224.0.0.1",
  "239.0.0.0/3",
];
const IP6S = ["::1", "::1/127", "ff02::1", "ff00::/7", "1:2:3:4:5:6:7::", "1:2:3:4::/64", "::/0", "::ffff:a00:1"];
const DATES = [
  "1970-01-01",
  "1969-12-31",
  "2024-02-29T23:59:59Z",
  "1969-12-31T23:59:59.999Z",
  "2024-01-01T00:00:00.001+0130",
];
const DURATIONS = [
  "0ms",
  "1ms",
  "-1ms",
  "1d",
  "-1d1ms",
  "1d2h3m4s5ms",
  "9223372036854775807ms",
  "-9223372036854775808ms",
];

const RECORDS: JsonObject[] = [
  {},
  { a: 1 },
  { a: 2 },
  { b: 1, a: 1 },
  { a: { a: 1 } },
  { a: [1, 2] },
  { a: [2, 1, 1] },
];

/** Values worth comparing with each other, for each type. */
export const VALUES: { readonly [type: string]: readonly Expression[] } = {
  bool: [value(true), value(false)],
  long: [
    ...[0, 1, -1, 7, 3_037_000_500, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER].map(value),
    largest,
    smallest,
  ],
  string: ["", "a", "ab", "aba", "é😀", "*"].map(value),
  entity: [
    { Var: "principal" },
    { Var: "action" },
    entity("Agent", "a1"),
    entity("Agent", "ghost"),
    entity("Team", "red"),
    entity("Action", "money.move"),
  ],
  set: [
    ...[[], [1], [1, 1, 2], nine, [...nine, 9], ["a", 1, true], [[1], [2]], [{ a: 1 }]].map(value),
    value([...nine, [1], { a: 1 }]),
    { Set: [entity("Team", "red"), entity("Team", "blue")] },
    { Set: [entity("Team", "red"), value(1)] },
    { Set: [...nine.map((id) => entity("Agent", `${id}`)), { Var: "principal" }] },
    { Set: calls("decimal", DECIMALS) },
  ],
  record: RECORDS.map(value),
  decimal: calls("decimal", DECIMALS),
  ip: calls("ip", [...IPS, ...IP6S]),
  datetime: calls("datetime", DATES),
  duration: calls("duration", DURATIONS),
};

/** Texts that are almost a decimal, an address, a date or a duration, or are one at the edge of the range. */
export const TEXTS = [
  ...DECIMALS,
  ...IPS,
  ...IP6S,
  ...DATES,
  ...DURATIONS,
  "",
  "1",
  "1.",
  ".5",
  "1.23456",
  "+1.5",
  "1e3",
  " 1.5",
  "1.5\n",
  "١.٥",
  "0000000000000000001.5",
  "922337203685477.5808",
  "-922337203685477.5808",
  "-922337203685477.5809",
  "1000000000000000.0",
  "10.0.0",
  "10.0.0.256",
  "10.0.0.01",
  "10.0.0.1/",
  "10.0.0.1/33",
  "10.0.0.1/08",
  "10.0.0.1/8/8",
  "10.0.0.1 ",
  "1.2.3.4.5",
  ":",
  "::",
  ":::",
  "1::2::3",
  "1:2:3:4:5:6:7",
  "1:2:3:4:5:6:7:8",
  "1:2:3:4:5:6:7:8::",
  "1:2:3:4:5:6:7:8:9",
  "::12345",
  "::ffff:10.0.0.1",
  "::1/129",
  "fe80::1%eth0",
  "[::1]",
  "G::",
  "1111:2222:3333:4444:5555:6666:7777:8888/1280",
  "2023-02-29",
  "2024-13-01",
  "2024-00-01",
  "2024-01-00",
  "2024-1-1",
  "0000-01-01",
  "0099-12-31",
  "9999-12-31",
  "-2024-01-01",
  "2024-01-01T",
  "2024-01-01T00:00:00",
  "2024-01-01T24:00:00Z",
  "2024-01-01T23:60:00Z",
  "2024-01-01T23:59:60Z",
  "2024-01-01T00:00:00.1Z",
  "2024-01-01T00:00:00+2400",
  "2024-01-01T00:00:00+0060",
  "2024-01-01T00:00:00-2359",
  "2024-01-01t00:00:00z",
  "2024-01-01T00:00:00+01:00",
  "1d",
  "-",
  "d",
  "1h1d",
  "1m1ms",
  "1.5s",
  "-1d-1h",
  "+1d",
  "1D",
  "106751991167d",
  "106751991168d",
  "9223372036854775808ms",
  "-9223372036854775809ms",
  "18446744073709551616ms",
];
