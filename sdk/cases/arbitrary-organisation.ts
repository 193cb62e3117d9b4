/** A small organisation and random calls within it, for comparing evaluators. */
import fc from "fast-check";
import type { JsonObject } from "../canonical.ts";
import type { BundleAgent, BundleTool } from "../wire/bundle.ts";
import type { DecisionRequest } from "../wire/decision.ts";

/** Few enough that texts meet again and again, and each of them the start of something: a match, a number, a date, an escape. */
export const TEXTS = [
  "",
  "a",
  "ab",
  "abab",
  "a*b",
  "secret",
  "é😀é",
  "\\",
  "__extn",
  "1.5",
  "-0.0001",
  "922337203685477.5807",
  "922337203685477.5808",
  "1.23456",
  "01.10",
  "10.0.0.1",
  "10.0.0.0/8",
  "127.0.0.1",
  "::1",
  "ff02::1/16",
  "1:2:3:4:5:6:7::",
  "::ffff:10.0.0.1",
  "2024-02-29",
  "2023-02-29",
  "1969-12-31T23:59:59.999Z",
  "2024-01-01T00:00:00+0130",
  "0000-01-01",
  "1d2h3m4s5ms",
  "-1ms",
  "9223372036854775807ms",
  "-9223372036854775808ms",
  "9223372036854775808ms",
] as const;
export const INTEGERS = [
  0,
  1,
  2,
  -1,
  3,
  7,
  1024,
  86_400_000,
  Number.MAX_SAFE_INTEGER,
  -Number.MAX_SAFE_INTEGER,
] as const;
const NUMBERS = [0, 0.5, -0.0001, 1.5, 12.3456, 99_999.99, 1e12, 922_337_203_685_477.5] as const;

const BASE = {
  status: "active",
  riskTier: "low",
  environment: "production",
  provider: "anthropic",
  framework: "langgraph",
  autonomy: "supervised",
  dataClasses: [],
} as const;
export const AGENTS: readonly BundleAgent[] = [
  { ...BASE, id: "a1", name: "ab", team: "red", dataClasses: ["a", "secret"] },
  { ...BASE, id: "a2", name: "secret", team: "blue", riskTier: "critical", dataClasses: ["a"] },
  { ...BASE, id: "a3", name: "", team: "red", environment: "staging", dataClasses: [] },
];

const inner = { type: "object", properties: { n: { type: "integer" }, s: { type: "string" } }, required: ["n"] };
const SCHEMA: JsonObject = {
  type: "object",
  properties: {
    text: { type: "string" },
    other: { type: "string" },
    count: { type: "integer" },
    amount: { type: "number" },
    flag: { type: "boolean" },
    tags: { type: "array", items: { type: "string" } },
    counts: { type: "array", items: { type: "integer" } },
    amounts: { type: "array", items: { type: "number" } },
    record: { type: "object", properties: { inner, constructor: { type: "string" } } },
    records: { type: "array", items: inner },
    "a b": { type: "string" },
  },
  required: ["text", "tags"],
};
export const TOOLS: readonly BundleTool[] = [
  toolOf("x", "read", "read", SCHEMA),
  toolOf("x", "write", "data.write", SCHEMA),
  toolOf("y", "pay", "money.move", null),
];

function toolOf(
  server: string,
  name: string,
  operationClass: BundleTool["operationClass"],
  inputSchema: JsonObject | null,
): BundleTool {
  return { id: `${server}/${name}`, server, name, operationClass, reversibility: "reversible", pin: null, inputSchema };
}

const text = fc.constantFrom(...TEXTS);
const integer = fc.constantFrom(...INTEGERS);
const innerRecord = fc.record({ n: integer, s: text }, { requiredKeys: ["n"] });
const args: fc.Arbitrary<JsonObject> = fc.record(
  {
    text,
    other: text,
    count: integer,
    amount: fc.constantFrom(...NUMBERS),
    flag: fc.boolean(),
    tags: fc.array(text, { maxLength: 10 }),
    counts: fc.array(integer, { maxLength: 3 }),
    amounts: fc.array(fc.constantFrom(...NUMBERS), { maxLength: 3 }),
    record: fc.record({ inner: innerRecord, constructor: text }, { requiredKeys: [] }),
    records: fc.array(innerRecord, { maxLength: 10 }),
    "a b": text,
  },
  { requiredKeys: ["text", "tags"] },
);

export const arbitraryRequest: fc.Arbitrary<DecisionRequest> = fc
  .record({
    agentId: fc.constantFrom(...AGENTS.map(({ id }) => id)),
    tool: fc.constantFrom(...TOOLS),
    arguments: args,
    onBehalfOf: fc.option(text, { nil: undefined }),
    chain: fc.option(fc.array(fc.constantFrom("a1", "a2", "a3"), { maxLength: 3 }), { nil: undefined }),
  })
  .map(({ tool, ...call }) => ({ ...call, tool: tool.id, arguments: tool.inputSchema ? call.arguments : {} }));
