import { describe, expect, test } from "vitest";
import type { JsonObject } from "../canonical.ts";
import { loadCases } from "../cases/run-cases.ts";
import { bundleTool } from "../testing/bundle-fixture.ts";
import { OperationClass } from "../wire/words.ts";
import { cedarRequest } from "./entities.ts";
import { loadWasm } from "./load-wasm.ts";
import { cedarSchema, slimSchema } from "./schema.ts";

const cases = loadCases();
const [payments] = cases.filter(({ file }) => file === "a-checkpoint-that-does-not-apply-holds-nothing.json");
const tools = payments?.content.tools ?? [];

function validate(policy: string, schema: unknown = cedarSchema(tools)) {
  const answer = loadWasm().validate({
    schema: schema as Parameters<ReturnType<typeof loadWasm>["validate"]>[0]["schema"],
    policies: { staticPolicies: { policy } },
    validationSettings: { mode: "strict" },
  });
  if (answer.type === "failure") throw new Error(answer.errors[0]?.message);
  return [...answer.validationErrors, ...answer.validationWarnings].map(({ error }) => error.message);
}

describe("the schema refuses", () => {
  test.each([
    ["an argument that no tool has", 'context.args.currency == "EUR"'],
    ["a comparison of a text with a number", "context.args.to == 5"],
    ["an operator of another type", "context.args.amount > 500"],
    ["an optional member without a test for it", 'context.onBehalfOf == "ana"'],
    ["an attribute that agents do not have", 'principal.owner == "ana"'],
    ["a tag, which nothing has", 'principal.hasTag("x")'],
  ])("%s", (_, condition) => {
    expect(
      validate(`forbid(principal, action == Action::"bank/transfer", resource) when { ${condition} };`),
    ).not.toEqual([]);
  });
});

describe("the schema accepts", () => {
  test.each([
    ["arguments as they are typed", 'context.args.amount.greaterThan(decimal("500.00")) && context.args.to like "CH*"'],
    ["an optional member behind a test for it", 'context has onBehalfOf && context.onBehalfOf == "ana"'],
    ["every attribute of an agent", 'principal.dataClasses.contains("personal") && principal.autonomy == "full"'],
    [
      "groups of agents",
      'principal in Team::"a" || principal in Environment::"b" || principal in [RiskTier::"c", RiskTier::"d"]',
    ],
    ["the server", 'resource.name == "bank" && context.chainLength < 3'],
  ])("%s", (_, condition) => {
    expect(validate(`forbid(principal, action in Action::"money.move", resource) when { ${condition} };`)).toEqual([]);
  });

  test.each(OperationClass.options)("a policy about %s, with or without a tool of that class", (operationClass) => {
    const text = `forbid(principal, action in [Action::"bank/transfer", Action::"${operationClass}"], resource);`;
    expect(validate(text)).toEqual([]);
  });
});

test("the type of a tool's arguments is the type of the values that policies see", () => {
  const judged = cases.filter(({ expected }) => expected.code === "permitted" || expected.code === "forbidden");
  const expressible = judged.filter(({ file }) => !/escape|prototype|without-a-schema|does-no-harm|alone/.test(file));
  expect(expressible.length).toBeGreaterThan(15);
  for (const { content, request } of expressible) {
    const schema: unknown = cedarSchema(content.tools);
    const { context, action } = cedarRequest(content, request);
    const wasm = loadWasm();
    const answer = wasm.checkParseContext({
      context,
      action,
      schema: schema as Parameters<typeof wasm.validate>[0]["schema"],
    });
    expect(answer).toEqual({ type: "success" });
  }
});

describe("what is left of the schema for one policy tells the same of it as the whole", () => {
  const many = Array.from({ length: 40 }, (_, at) => ({
    ...bundleTool(`server-${at % 3}/tool_${at}`),
    operationClass: OperationClass.options[at % 5] ?? "read",
    inputSchema: {
      type: "object",
      properties: {
        account: { type: at % 7 === 0 ? "integer" : "string" },
        amount: { type: "number" },
        options: { type: "object", properties: { fast: { type: "boolean" } } },
        [`own_${at}`]: { type: "string" },
      },
      required: ["account", `own_${at}`],
    } as JsonObject,
  }));
  const scopes = [
    "principal, action, resource",
    'principal, action == Action::"server-0/tool_0", resource',
    'principal, action in [Action::"server-0/tool_0", Action::"server-1/tool_1"], resource',
    'principal in Team::"a", action in Action::"data.write", resource == Server::"server-1"',
    'principal, action == Action::"server-0/tool_", resource',
  ];
  /** Of tools that look alike one is named. */
  const told = (messages: string[]) => new Set(messages.map((one) => one.replace(/server-\d\/tool_\d+/g, "a tool")));
  const conditions = [
    "true",
    'context.args.account == "x"',
    "context.args.acount == 5",
    "context.args.amou == 5",
    'context.args has amount && context.args.amount.lessThan(decimal("1.0"))',
    'context.args.own_3 == "x"',
    "context.args has options && context.args.options has fast && context.args.options.fast",
    "context.args.options.fsat",
    'context.args == {"account": "x"}',
    'context has onBehalfOf && context.onBehalfOf == "ana"',
    'principal.teem == "x"',
    'context == {"args": {}}',
  ];
  test.each(scopes)("of (%s)", (scope) => {
    for (const condition of conditions) {
      const text = `forbid(${scope}) when { ${condition} };`;
      const json = loadWasm().policyToJson(text);
      if (json.type === "failure") throw new Error(json.errors[0]?.message);
      const [slim, whole] = [validate(text, slimSchema(many, json.json)), validate(text, cedarSchema(many))];
      expect(slim.length).toBeLessThanOrEqual(whole.length);
      expect(told(slim), condition).toEqual(told(whole));
    }
  });
});
