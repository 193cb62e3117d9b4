/** Whatever is said to change an outcome does, and no part of it does: tried again from nothing, on random policies and calls. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arbitraryRequest } from "@/sdk/cases/arbitrary-organisation";
import { arbitraryContent, DECIDED_AT } from "@/sdk/cases/arbitrary-policies";
import { policyFromText } from "@/sdk/cases/run-cases";
import { asIf, decide, loadBundle } from "@/sdk/decide";
import { bundleAgent, bundleContent, bundleTool } from "@/sdk/testing/bundle-fixture";
import type { BundleContent, BundlePolicy } from "@/sdk/wire/bundle";
import type { Decision } from "@/sdk/wire/decision";
import type { Step } from "../why-contract";
import { explain } from "./explain";
import { changed, type Question } from "./question";
import { searchChanges } from "./smallest-changes";

const RUNS = Number(process.env.WHY_RUNS ?? 15);
const MOST = 200;
const why = (question: Question) => explain(question, loadBundle(question.content, question.revision), MOST);
/** Without any of the shortcuts of the search. */
function fromNothing(question: Question, steps: readonly Step[]): Decision {
  const { content, revision, request, options } = changed(question, steps);
  return decide(loadBundle(content, revision), request, options);
}
const partsOf = (steps: readonly Step[]): Step[][] =>
  Array.from({ length: 2 ** steps.length - 1 }, (_, mask) => steps.filter((__, place) => (mask >> place) & 1));

/** How many changes were told, and how many of them take more than one step. */
function tryAgain(question: Question): { told: number; several: number } {
  const { decision, changes } = why(question);
  expect(decision).toEqual(fromNothing(question, []));
  for (const { steps, effect, code, reason } of changes) {
    expect(fromNothing(question, steps)).toMatchObject({ effect, code, reason });
    expect(effect).not.toBe(decision.effect);
    for (const part of partsOf(steps)) expect(fromNothing(question, part).effect).toBe(decision.effect);
  }
  return { told: changes.length, several: changes.filter(({ steps }) => steps.length > 1).length };
}

test("on random policies and calls each change gives the stated outcome, and no part of it changes the outcome", () => {
  fc.assert(
    fc.property(arbitraryContent, arbitraryRequest, (content, request) => {
      tryAgain({ content, revision: 1, request, options: { now: DECIDED_AT } });
    }),
    { numRuns: RUNS },
  );
});

const schema = {
  type: "object",
  properties: { to: { type: "string" }, amount: { type: "integer" } },
  required: ["to", "amount"],
};
const policy = (id: string, text: string): BundlePolicy => ({ ...policyFromText(text), id, title: id });
const bank = (...policies: BundlePolicy[]): BundleContent =>
  bundleContent({
    policies,
    agents: [bundleAgent("a", { team: "pay" }), bundleAgent("b", { team: "care" })],
    tools: [bundleTool("bank/pay", { operationClass: "money.move", inputSchema: schema })],
    rules: [{ id: "owner", title: "owner", expiresInSeconds: 60 }],
  });
const asked = (content: BundleContent, more: Partial<Question["request"]> = {}): Question => ({
  content,
  revision: 1,
  request: { agentId: "a", tool: "bank/pay", arguments: { to: "ACME", amount: 500 }, ...more },
  options: { now: 0 },
});
const permit = policy("open", "permit (principal, action, resource);");
const limit = policy("limit", "forbid (principal, action, resource) when { context.args.amount > 100 };");

test("on random limits, teams and checkpoints too, where there is always something to tell", () => {
  const rule = fc.record({
    head: fc.constantFrom("forbid", "forbid", '@checkpoint("owner") forbid', "permit"),
    who: fc.constantFrom("principal", 'principal in Team::"pay"', 'principal == Agent::"b"'),
    bound: fc.constantFrom(
      "context.args.amount > 100",
      "context.args.amount < 200",
      'context.args.to == "ACME"',
      "true",
    ),
  });
  let [told, several] = [0, 0];
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 4 }), fc.constantFrom(50, 100, 150, 500), (rules, amount) => {
      const written = rules.map(({ head, who, bound }, place) =>
        policy(`p${place}`, `${head} (${who}, action, resource) when { ${bound} };`),
      );
      const found = tryAgain(asked(bank(permit, ...written), { arguments: { to: "ACME", amount } }));
      expect(found.told).toBeGreaterThan(0);
      told += found.told;
      several += found.several;
    }),
    { numRuns: RUNS },
  );
  expect(told).toBeGreaterThan(RUNS);
  expect(several).toBeGreaterThan(0);
});

describe("what is told", () => {
  test("of a forbid with a limit: without it, and by the value at the limit, with what the policy read", () => {
    const { changes, values, named } = why(asked(bank(permit, limit)));
    expect(changes).toContainEqual(
      expect.objectContaining({ steps: [{ kind: "argument", name: "amount", value: "100" }], effect: "allow" }),
    );
    expect(changes).toContainEqual(
      expect.objectContaining({ steps: [{ kind: "withoutPolicy", policy: "limit", title: "limit" }], effect: "allow" }),
    );
    expect(values).toContainEqual({ name: "context.args.amount", value: "500", redacted: false });
    expect(named.map((one) => [one.policy.id, one.determined])).toEqual([
      ["limit", true],
      ["open", false],
    ]);
  });
  test("of two forbids that both stand against it: only both together, and a value that meets neither", () => {
    const never = policy("never", 'forbid (principal, action, resource) when { context.args.to == "ACME" };');
    const steps = why(asked(bank(permit, limit, never))).changes.map((one) => one.steps.map(({ kind }) => kind));
    expect(steps).not.toContainEqual(["withoutPolicy"]);
    expect(steps).toContainEqual(["withoutPolicy", "withoutPolicy"]);
    expect(steps).toContainEqual(["argument", "argument"]);
  });
  test("of a hold: the rule met, and of the group that holds it: another team or agent", () => {
    const held = policy("held", '@checkpoint("owner") forbid (principal in Team::"pay", action, resource);');
    const { changes, values } = why(asked(bank(permit, held)));
    const steps = changes.map((one) => [one.steps[0]?.kind, one.effect]);
    expect(steps).toContainEqual(["met", "allow"]);
    expect(steps).toContainEqual(["principal", "allow"]);
    expect(values).toContainEqual({ name: "principal.team", value: '"pay"', redacted: false });
  });
  test("of an agent that is stopped: that it were active; of an unknown tool, nothing", () => {
    const stopped = { ...bank(permit), agents: [bundleAgent("a", { status: "suspended" })] };
    expect(why(asked(stopped)).changes).toMatchObject([
      { steps: [{ kind: "agent", attribute: "status", value: "active" }], effect: "allow" },
    ]);
    const { decision, changes, search } = why(asked(bank(permit), { tool: "bank/none" }));
    expect(decision.code).toBe("unknown_tool");
    expect([changes, search.complete]).toEqual([[], true]);
  });
  test("of a delegation: that the agent called by itself, or that it were signed off", () => {
    const { changes } = why(asked(bank(permit), { chain: ["b"] }));
    expect(changes.map((one) => one.steps.map(({ kind }) => kind))).toEqual(
      expect.arrayContaining([["met"], ["direct"]]),
    );
  });
  test("never an outcome that the tool would refuse to be asked for", () => {
    const narrow = { ...schema, properties: { ...schema.properties, amount: { type: "integer", maximum: 100 } } };
    const tools = [bundleTool("bank/pay", { inputSchema: narrow })];
    const question = asked({ ...bank(permit, limit), tools }, { arguments: { to: "ACME", amount: 50 } });
    expect(
      why(question)
        .changes.flatMap((one) => one.steps)
        .filter(({ kind }) => kind === "argument"),
    ).toEqual([]);
  });
});

test("hostile names of agents, arguments and values are data to it", () => {
  const bad = '"); permit(principal,action,resource); // <script>\u202e';
  const cedar = JSON.parse(JSON.stringify(limit.cedar).replaceAll('"amount"', JSON.stringify("__proto__")));
  const inputSchema = JSON.parse(
    `{"type":"object","properties":{"__proto__":{"type":"integer"},"to":{"type":"string"}}}`,
  );
  const content = {
    ...bank(permit, { ...limit, cedar }),
    agents: [bundleAgent(bad, { name: bad })],
    tools: [bundleTool("bank/pay", { inputSchema })],
  };
  for (const args of ['{"__proto__":500}', `{"to":${JSON.stringify(bad)}}`]) {
    const question = asked(content, { agentId: bad, arguments: JSON.parse(args) });
    const { decision, changes } = why(question);
    expect(decision).toEqual(fromNothing(question, []));
    for (const { steps, effect } of changes) expect(fromNothing(question, steps).effect).toBe(effect);
  }
});

test("a search that reaches its bound says so, and what it has found still holds", () => {
  const steps = Array.from({ length: 40 }, (_, place): Step => ({ kind: "met", rule: `${place}` }));
  const decided = (some: readonly Step[]) =>
    ({ effect: some.length === 2 ? "allow" : "hold", code: "permitted" }) as Decision;
  const { found, search } = searchChanges({ effect: "hold" }, steps, decided, 100);
  expect(search).toEqual({ evaluations: 100, depth: 2, complete: false });
  expect(found).toHaveLength(60);
});

test("a bundle that is asked as if an agent were another decides as before afterwards, also when asking fails", () => {
  const set = loadBundle(bank(policy("care", 'permit (principal in Team::"care", action, resource);')), 1);
  const asked = { agentId: "a", tool: "bank/pay", arguments: { to: "x", amount: 1 } };
  const moved = bundleAgent("a", { team: "care" });
  expect(asIf(set, [moved], (otherwise) => decide(otherwise, asked)).effect).toBe("allow");
  expect(decide(set, asked).effect).toBe("deny");
  const failing = () =>
    asIf(set, [moved, bundleAgent("nobody")], () => {
      throw new Error("it is not reached");
    });
  expect(failing).toThrow("no agent nobody");
  expect(decide(set, asked).effect).toBe("deny");
});
