import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DataClass, Environment } from "@/lib/inventory/contract";
import { analysePolicy } from "@/lib/policy/cedar";
import { type ArgumentLimit, emptyRule, type GuidedRule, writeRule } from "@/lib/policy/guided-contract";
import { cedarSchema } from "@/sdk/cedar/schema";
import { decide, loadBundle } from "@/sdk/decide";
import { type BundleAgent, type BundleContent, BundlePolicy, type BundleTool } from "@/sdk/wire/bundle";
import { OperationClass, RiskTier } from "@/sdk/wire/words";
import { readRule } from "./read-guided-rule";

const tool = (name: string, operationClass: OperationClass, properties: object): BundleTool => ({
  id: `bank/${name}`,
  server: "bank",
  name,
  operationClass,
  reversibility: "irreversible",
  pin: null,
  inputSchema: JSON.parse(JSON.stringify({ type: "object", properties, required: ["amount", "to"] })),
});
const typed = {
  amount: { type: "integer" },
  to: { type: "string" },
  rate: { type: "number" },
  memo: { type: "string" },
};
const tools = [tool("pay", "money.move", typed), tool("look", "read", typed)];
const agents: BundleAgent[] = ["a", "b", "c"].map((id, place) => ({
  id,
  name: id,
  status: "active",
  riskTier: RiskTier.options[place] ?? "low",
  environment: Environment.options[place] ?? "production",
  provider: "other",
  framework: "",
  team: place === 0 ? "pay" : "care",
  autonomy: "supervised",
  dataClasses: place === 1 ? ["payment"] : [],
}));

const limit: fc.Arbitrary<ArgumentLimit> = fc.oneof(
  fc.record({
    kind: fc.constant("integer" as const),
    argument: fc.constant("amount"),
    optional: fc.constant(false),
    test: fc.constantFrom("above", "atLeast", "below", "atMost", "is", "isNot"),
    value: fc.integer({ min: -3, max: 3 }),
  }),
  fc.record({
    kind: fc.constant("number" as const),
    argument: fc.constant("rate"),
    optional: fc.constant(true),
    test: fc.constantFrom("above", "atLeast", "below", "atMost"),
    value: fc.constantFrom("0.5", "-1.25", "500.00"),
  }),
  fc.record({
    kind: fc.constant("text" as const),
    argument: fc.constantFrom("to"),
    optional: fc.constant(false),
    test: fc.constantFrom("is", "isNot", "fits", "fitsNot"),
    value: fc.oneof(fc.constantFrom("ACME", "A*", "*", ""), fc.string()),
  }),
);
const some = <T>(options: readonly T[]) => fc.subarray([...options]);
const rule: fc.Arbitrary<GuidedRule> = fc
  .record({
    outcome: fc.constantFrom("allow" as const, "deny" as const, "hold" as const),
    agents: some(["a", "b", "gone"]),
    teams: some(["pay", 'a "quoted" \\ team\u0007']),
    environments: some(Environment.options),
    tiers: some(RiskTier.options),
    dataClasses: some(DataClass.options),
    tools: some(tools.map(({ id }) => id)),
    classes: some(OperationClass.options),
    server: fc.constantFrom(null, "bank"),
    limits: fc.array(limit, { maxLength: 3 }),
    controls: some(["eu-ai-act/art-14-4-e", "EU-AI-ACT-14", "owasp-agentic-2026/asi01"]),
  })
  .map((given) => ({
    ...given,
    checkpoint: given.outcome === "hold" ? "owner" : null,
    limits: given.tools.length === 1 && given.classes.length === 0 ? given.limits : [],
  }));

test("every rule of the form is read back as it was written", () => {
  fc.assert(
    fc.property(rule, (one) => {
      expect(readRule(writeRule(one))).toEqual(one);
    }),
    { numRuns: 500 },
  );
});

test("every rule of the form is Cedar that validates, and decides what the form says", async () => {
  const schema = cedarSchema(tools);
  const calls = agents.flatMap(({ id }) =>
    tools.flatMap((one) =>
      [-3, 0, 2].map((amount) => ({ agentId: id, tool: one.id, arguments: { amount, to: "ACME", rate: 0.25 } })),
    ),
  );
  await fc.assert(
    fc.asyncProperty(rule, async (one) => {
      const { parsed, problems } = await analysePolicy(writeRule(one), async () => schema);
      expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
      if (!parsed) throw new Error("not parsed");
      const policy = BundlePolicy.parse({ id: "p", title: "p", version: 1, ...parsed });
      const set = loadBundle(content([policy, ...(one.outcome === "allow" ? [] : [await open()])]), 1);
      for (const call of calls) {
        const matches = isMeant(one, call);
        const expected = one.outcome === "allow" ? (matches ? "allow" : "deny") : matches ? one.outcome : "allow";
        expect(decide(set, call, { now: 0 }).effect, `${writeRule(one)} ${JSON.stringify(call)}`).toBe(expected);
      }
    }),
    { numRuns: 60 },
  );
});

const content = (policies: BundlePolicy[]): BundleContent => ({
  format: 1,
  policies,
  agents,
  tools,
  rules: [{ id: "owner", title: "owner", expiresInSeconds: 60 }],
  offline: { low: 60, medium: 60, high: 60, critical: 60 },
});
async function open(): Promise<BundlePolicy> {
  const { parsed } = await analysePolicy("permit (principal, action, resource);", async () => cedarSchema(tools));
  return BundlePolicy.parse({ id: "open", title: "open", version: 1, ...parsed });
}

type Call = { agentId: string; tool: string; arguments: { amount: number; to: string; rate: number } };

/** What the form says, in plain words of code. */
function isMeant(one: GuidedRule, call: Call): boolean {
  const agent = agents.find(({ id }) => id === call.agentId);
  const called = tools.find(({ id }) => id === call.tool);
  if (!agent || !called) return false;
  const any = <T>(wanted: readonly T[], has: (item: T) => boolean) => wanted.length === 0 || wanted.some(has);
  const who =
    one.agents.length + one.teams.length === 0 || one.agents.includes(agent.id) || one.teams.includes(agent.team);
  const what =
    one.tools.length + one.classes.length === 0 ||
    one.tools.includes(call.tool) ||
    one.classes.includes(called.operationClass);
  return (
    who &&
    what &&
    any(one.environments, (word) => word === agent.environment) &&
    any(one.tiers, (word) => word === agent.riskTier) &&
    any(one.dataClasses, (word) => agent.dataClasses.includes(word)) &&
    one.limits.every((each) => holds(each, call.arguments))
  );
}

function holds({ kind, argument, test: word, value }: ArgumentLimit, given: Call["arguments"]): boolean {
  const actual = given[argument as keyof Call["arguments"]];
  if (kind === "text") {
    const pattern = new RegExp(
      `^${value
        .split("*")
        .map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"))
        .join(".*")}$`,
      "s",
    );
    const fits = word === "fits" || word === "fitsNot" ? pattern.test(String(actual)) : actual === value;
    return word === "is" || word === "fits" ? fits : !fits;
  }
  const [left, right] = [Number(actual), Number(value)];
  return {
    above: left > right,
    atLeast: left >= right,
    below: left < right,
    atMost: left <= right,
    is: left === right,
    isNot: left !== right,
  }[word];
}

describe("a policy that the form cannot express stays text", () => {
  test.each([
    ["an annotation of its own", '@id("x")\npermit (principal, action, resource);'],
    ["unless", "permit (principal, action, resource) unless { context.chainLength > 0 };"],
    ["another condition", "permit (principal, action, resource) when { context.chainLength > 0 };"],
    [
      "conditions in another order of meaning",
      'forbid (principal, action, resource) when { !(principal in [RiskTier::"low"]) };',
    ],
    ["a comment", "// why\npermit (principal, action, resource);"],
    ["an escaped star", 'forbid (principal, action == Action::"a/b", resource) when { context.args.x like "\\*" };'],
    ["two policies", "permit (principal, action, resource); permit (principal, action, resource);"],
    [
      "an either-or of arguments",
      'forbid (principal, action == Action::"a/b", resource) when { context.args.x > 1 || context.args.y > 1 };',
    ],
    ["a nested argument", 'forbid (principal, action == Action::"a/b", resource) when { context.args.x.y > 1 };'],
    ["nothing", ""],
  ])("%s", (_, text) => {
    expect(readRule(text)).toBeNull();
  });
});

test("white space does not matter, and a hand-written policy of the form's kind opens in it", () => {
  expect(readRule('forbid(principal,action==Action::"bank/pay",resource)when{context.args.amount>100};')).toEqual({
    ...emptyRule,
    tools: ["bank/pay"],
    limits: [{ kind: "integer", argument: "amount", optional: false, test: "above", value: 100 }],
  });
});
