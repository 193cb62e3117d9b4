import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadCases, policyFromText } from "./cases/run-cases.ts";
import { BundleRejected, decide, loadBundle } from "./decide.ts";
import type { BundleContent, BundlePolicy } from "./wire/bundle.ts";
import { Decision } from "./wire/decision.ts";

const cases = loadCases();

describe("decision cases", () => {
  test.each(cases.map((one) => [one.guarantee, one] as const))("%s", (_, { content, request, options, expected }) => {
    const decision = decide(loadBundle(content, 7), request, options);
    expect(decision).toMatchObject({ ...expected, revision: 7 });
    expect(Decision.parse(decision)).toEqual(decision);
    expect(decision.reason).toMatch(/^[A-Z].{10,520}\.$/su);
  });

  test("each file is named after its guarantee", () => {
    for (const { file, guarantee } of cases) {
      expect(file).toBe(
        `${guarantee
          .toLowerCase()
          .replaceAll("'", "")
          .replaceAll(/[^a-z0-9]+/g, "-")}.json`,
      );
    }
  });
});

const sample = cases.find(({ guarantee }) => guarantee === "Holds only when every determining forbid is a checkpoint");
if (!sample) throw new Error("the sample case is gone");
const { content, request } = sample;

const forbid = policyFromText('@id("one") @checkpoint("finance") forbid(principal, action, resource);');
const withPolicy = (policy: BundlePolicy): BundleContent => ({ ...content, policies: [policy] });
const withCondition = (body: BundlePolicy["cedar"][string]): BundleContent =>
  withPolicy({ ...forbid, cedar: { ...forbid.cedar, conditions: [{ kind: "when", body }] } });
const chain = (length: number): BundlePolicy["cedar"] =>
  length === 0 ? { Value: true } : { "!": { arg: chain(length - 1) } };
const [tool] = content.tools;
const [agent] = content.agents;
if (!tool || !agent) throw new Error("the sample case has no tool or agent");

describe("a bundle that cannot be decided by is refused whole", () => {
  test.each<[string, BundleContent]>([
    ["two policies of one id", { ...content, policies: [forbid, forbid] }],
    ["two agents of one id", { ...content, agents: [agent, agent] }],
    ["two tools of one id", { ...content, tools: [tool, tool] }],
    ["two rules of one id", { ...content, rules: [...content.rules, ...content.rules] }],
    ["a tool that is not named after its server", { ...content, tools: [{ ...tool, server: "other" }] }],
    ["a checkpoint whose rule is not there", { ...withPolicy(forbid), rules: [] }],
    [
      "a checkpoint on a permit",
      withPolicy(policyFromText('@checkpoint("finance") permit(principal, action, resource);')),
    ],
    [
      "a checkpoint that the policy's text does not name",
      withPolicy({ ...forbid, cedar: { ...forbid.cedar, annotations: {} } }),
    ],
    ["a checkpoint in the policy's text alone", withPolicy({ ...forbid, checkpoint: null })],
    ["an effect that is not the text's", withPolicy({ ...forbid, effect: "permit", checkpoint: null })],
    ["a policy that is not Cedar", withPolicy({ ...forbid, cedar: {} })],
    [
      "a scope operator that there is not",
      withPolicy({ ...forbid, cedar: { ...forbid.cedar, principal: { op: "near" } } }),
    ],
    ["a template", withPolicy({ ...forbid, cedar: { ...forbid.cedar, principal: { op: "==", slot: "?principal" } } })],
    ["a slot in a condition", withCondition({ Slot: "?principal" })],
    ["a condition with two operators", withCondition({ Value: true, Var: "context" })],
    ["an operator with an operand too many", withCondition({ "!": { arg: { Value: true }, left: { Value: true } } })],
    ["an operator with an operand too few", withCondition({ "&&": { left: { Value: true } } })],
    ["null as a value", withCondition({ Value: null })],
    ["a number with decimals", withCondition({ Value: 1.5 })],
    ["an integer that JSON has rounded", withCondition({ Value: 2 ** 53 })],
    ["a text without a UTF-8 form", withCondition({ Value: "\ud800" })],
    ["an operator that neither evaluator knows", withCondition({ unheard: { left: { Value: true } } })],
    ["a function that neither evaluator knows", withCondition({ unheard: [{ Value: true }] })],
    ["a condition that is nested too deep", withCondition(chain(300))],
  ])("%s", (_, broken) => {
    expect(() => loadBundle(broken, 1)).toThrow(BundleRejected);
  });
});

describe("decide never throws", () => {
  const set = loadBundle(content, 1);

  test("whatever is asked, the answer is a decision", () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), (anything) => {
        const asked: unknown[] = [anything, { ...request, arguments: anything }, { ...request, agentId: anything }];
        for (const ask of [...asked, { ...request, onBehalfOf: anything }, { ...request, chain: anything }]) {
          const decision = decide(set, ask as typeof request);
          expect(Decision.parse(decision)).toEqual(decision);
        }
      }),
    );
  });

  test("without a policy set the answer is a deny", () => {
    const nothing: unknown = undefined;
    expect(decide(nothing as typeof set, request)).toMatchObject({
      effect: "deny",
      code: "evaluation_error",
      revision: 0,
    });
  });

  test("arguments that contain themselves, or too much, are refused", () => {
    const circle: { [name: string]: unknown } = {};
    circle.circle = circle;
    const many = { list: Array.from({ length: 30_000 }, () => 0) };
    const long = { text: "x".repeat(5_000_000) };
    for (const args of [circle, many, long]) {
      const decision = decide(set, { ...request, arguments: args as typeof request.arguments });
      expect(decision).toMatchObject({ effect: "deny", code: "arguments_unrepresentable" });
    }
  });
});

describe("what a decision says", () => {
  test("reasons are short and hide nothing, whatever the names in them", () => {
    const named = { ...agent, name: `Bot\u202e\u200b\n${"x".repeat(500)}` };
    const { reason } = decide(loadBundle({ ...content, agents: [named], policies: [] }, 1), request);
    expect(reason).toMatch(/^No policy permits "Bot\uFFFD\uFFFD\uFFFDx+…" to call "bank\/transfer"\.$/u);
    expect(reason.length).toBeLessThan(200);
  });

  test("no more policies are named than fit the record of a call", () => {
    const policies = Array.from({ length: 150 }, (_, place) =>
      policyFromText(`@id("p${place}") permit(principal, action, resource);`),
    );
    expect(decide(loadBundle({ ...content, policies }, 1), request).policies).toHaveLength(100);
  });

  test("policies are named in the bundle's order, however they are filed", () => {
    const texts = ['principal == Agent::"bot"', "principal", 'principal in Team::"support"', "principal is Agent"];
    const policies = texts.map((principal, place) =>
      policyFromText(`@id("p${place}") permit(${principal}, action, resource);`),
    );
    expect(decide(loadBundle({ ...content, policies }, 1), request).policies).toEqual(["p0", "p1", "p2", "p3"]);
  });

  test("what is left to cedar-wasm, and what no call can use, is reported", () => {
    const tagged = policyFromText('@id("tagged") permit(principal, action, resource) when { principal.hasTag("x") };');
    const unusable = { ...tool, inputSchema: { $schema: "http://json-schema.org/draft-04/schema#" } };
    const set = loadBundle({ ...content, policies: [tagged], tools: [unusable] }, 1);
    expect(set.interpreted).toEqual([{ policy: "tagged", feature: "the operator hasTag" }]);
    expect(set.unusable).toEqual([{ tool: tool.id, reason: expect.stringContaining("neither draft-07 nor 2020-12") }]);
  });
});
