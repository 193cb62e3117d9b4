import { describe, expect, test } from "vitest";
import type { JsonObject } from "@/sdk/canonical";
import { loadWasm } from "@/sdk/cedar/load-wasm";
import { parsedOf } from "@/sdk/policy/read-policy";
import { bundleAgent, bundleContent, bundleTool } from "@/sdk/testing/bundle-fixture";
import { conflictsIn } from "./conflicts";

const agents = [
  bundleAgent("agt_a", { team: "support", riskTier: "low" }),
  bundleAgent("agt_b", { team: "billing", riskTier: "high" }),
];
const inputSchema: JsonObject = {
  type: "object",
  properties: {
    amount: { type: "integer", minimum: 0 },
    to: { type: "string" },
    fast: { type: "boolean" },
    rate: { type: "number" },
  },
  required: ["amount", "to"],
  additionalProperties: false,
};
const tools = [{ ...bundleTool("bank/pay"), inputSchema }, bundleTool("bank/read")];

function found(texts: Record<string, string>) {
  const policies = Object.entries(texts).map(([id, text]) => {
    const answer = loadWasm().policyToJson(text);
    if (answer.type === "failure") throw new Error(answer.errors[0]?.message);
    return { id, title: id, version: 1, ...parsedOf(answer.json) };
  });
  const rules = [{ id: "owner", title: "Owner", expiresInSeconds: 60 }];
  const { conflicts } = conflictsIn(bundleContent({ agents, tools, policies, rules }));
  return conflicts.map(({ policy, kind, by, certain }) => ({ policy, kind, by, certain }));
}
const all = "permit(principal, action, resource);";
const pay = (effect: string, condition: string) =>
  `${effect}(principal, action == Action::"bank/pay", resource) when { ${condition} };`;

describe("what does something is not pointed out", () => {
  test.each<[string, Record<string, string>]>([
    ["a permit and an exception to it", { all, no: pay("forbid", "context.args.amount > 100") }],
    [
      "a rule that only both of two arguments meet",
      { all, no: pay("forbid", 'context.args.amount > 100 && context.args.to == "ACME" && context.args.fast') },
    ],
    ["a rule at the very edge", { all, no: pay("forbid", "context.args.amount == 0") }],
    [
      "a rule of decimals",
      { all, no: pay("forbid", 'context.args has rate && context.args.rate.lessThan(decimal("0.5"))') },
    ],
    [
      "two patterns that some text fits together",
      {
        all,
        no: pay("forbid", 'context.args.to like "CH*" && context.args.to like "*GB" && context.args.to != "CHGB"'),
      },
    ],
    ["a pattern", { all, no: pay("forbid", 'context.args.to like "*evil*"') }],
    ["a rule of the agent", { all, no: 'forbid(principal, action, resource) when { principal.riskTier == "high" };' }],
    [
      "a checkpoint that something permits",
      { all, ask: `@checkpoint("owner") ${pay("forbid", "context.args.amount > 5")}` },
    ],
    ["what stands in observe mode", { all, no: `@mode("observe") ${pay("forbid", "false")}` }],
  ])("%s", (_, texts) => {
    expect(found(texts)).toEqual([]);
  });
});

describe("what does nothing is pointed out, with certainty where every call was looked at", () => {
  test.each<[string, Record<string, string>, object[]]>([
    [
      "bounds that leave nothing between them",
      { all, no: pay("forbid", "context.args.amount > 100 && context.args.amount < 101") },
      [{ policy: "no", kind: "neverApplies", by: [], certain: true }],
    ],
    [
      "two values of one argument",
      { all, no: pay("forbid", 'context.args.to == "a" && context.args.to == "b"') },
      [{ policy: "no", kind: "neverApplies", by: [], certain: true }],
    ],
    [
      "a team that nobody is of",
      { all, no: 'forbid(principal in Team::"sales", action, resource);' },
      [{ policy: "no", kind: "neverApplies", by: [], certain: true }],
    ],
    [
      "a permit that a forbid takes back",
      { all, no: pay("forbid", "context.args.amount > 10"), yes: pay("permit", "context.args.amount > 20") },
      [{ policy: "yes", kind: "overruled", by: ["no"], certain: true }],
    ],
    [
      "a checkpoint that a forbid leaves nothing to ask about",
      {
        all,
        ask: `@checkpoint("owner") ${pay("forbid", "context.args.amount > 20")}`,
        no: pay("forbid", "context.args.amount > 10"),
      },
      [{ policy: "ask", kind: "overruled", by: ["no"], certain: true }],
    ],
    [
      "a narrower permit beside a wider one",
      { all, some: pay("permit", "context.args.amount < 10") },
      [{ policy: "some", kind: "redundant", by: ["all"], certain: true }],
    ],
    [
      "the same twice: the second",
      { all, b: pay("forbid", "context.args.amount > 10"), c: pay("forbid", "context.args.amount >= 11") },
      [{ policy: "c", kind: "redundant", by: ["b"], certain: true }],
    ],
    [
      "a forbid of what nothing permits",
      {
        no: pay("forbid", "context.args.amount > 10"),
        read: 'permit(principal, action == Action::"bank/read", resource);',
      },
      [{ policy: "no", kind: "withoutPermit", by: [], certain: true }],
    ],
    [
      "two patterns that no text fits together",
      {
        all,
        no: pay("forbid", 'context.args.to like "CH*" && context.args.to like "*GB" && context.args.to == "CHF"'),
      },
      [{ policy: "no", kind: "neverApplies", by: [], certain: true }],
    ],
    [
      "a pattern within another",
      {
        all,
        b: pay("forbid", 'context.args.to like "CH*"'),
        c: pay("forbid", 'context.args.to like "CH*9" && !(context.args.to like "*0*")'),
      },
      [{ policy: "c", kind: "redundant", by: ["b"], certain: true }],
    ],
    [
      "a permit of a pattern that a pattern forbids",
      {
        all,
        no: pay("forbid", 'context.args.to like "*evil*"'),
        yes: pay("permit", 'context.args.to like "evil.*.example"'),
      },
      [{ policy: "yes", kind: "overruled", by: ["no"], certain: true }],
    ],
    [
      "a comparison of two arguments, which is only tried",
      { all, no: pay("forbid", "context.args.amount * 2 < context.args.amount && context.args.amount > 3") },
      [{ policy: "no", kind: "neverApplies", by: [], certain: false }],
    ],
  ])("%s", (_, texts, wanted) => {
    expect(found(texts)).toEqual(wanted);
  });
  test("with a call that shows it, and in a sentence", () => {
    const no = { id: "no", title: "No", version: 1 };
    const parsed = (text: string) => {
      const answer = loadWasm().policyToJson(text);
      if (answer.type === "failure") throw new Error("no policy");
      return parsedOf(answer.json);
    };
    const policies = [
      { ...no, ...parsed(pay("forbid", "context.args.amount > 10")) },
      { id: "yes", title: "Yes", version: 1, ...parsed(pay("permit", "context.args.amount > 20")) },
    ];
    const [conflict] = conflictsIn(bundleContent({ agents, tools, policies, rules: [] })).conflicts.filter(
      ({ policy }) => policy === "yes",
    );
    expect(conflict?.sentence).toMatch(/forbidden by no: the two contradict each other/);
    expect(JSON.parse(conflict?.example?.arguments ?? "{}").amount).toBeGreaterThan(20);
  });
});
