import fc from "fast-check";
import { expect, test } from "vitest";
import { AGENTS, arbitraryRequest } from "./cases/arbitrary-organisation.ts";
import { arbitraryContent, DECIDED_AT } from "./cases/arbitrary-policies.ts";
import { BundleRejected, decide, loadBundle } from "./decide.ts";
import { bundleAgent, bundleContent } from "./testing/bundle-fixture.ts";
import type { BundleContent, BundleDelegation } from "./wire/bundle.ts";
import { edgeRule, isEdgeRule } from "./wire/edge-rule.ts";
import type { Effect } from "./wire/words.ts";

const RUNS = Number(process.env.ORACLE_RUNS ?? 300);
const STRICTNESS: readonly Effect[] = ["allow", "hold", "deny"];
const strictness = (effect: Effect): number => STRICTNESS.indexOf(effect);
const now = DECIDED_AT;
const agentIds = AGENTS.map(({ id }) => id);

test("one more agent in front of the chain never makes the answer milder", { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(
      arbitraryContent,
      arbitraryRequest,
      fc.constantFrom(...agentIds, "a-stranger"),
      fc.subarray(["owner", "finance"]),
      (content, request, added, lifted) => {
        fc.pre(!readsChainLength(content));
        const set = loadBundle(content, 1);
        const before = decide(set, request, { lifted, now });
        const after = decide(set, { ...request, chain: [added, ...(request.chain ?? [])] }, { lifted, now });
        expect(strictness(after.effect)).toBeGreaterThanOrEqual(strictness(before.effect));
      },
    ),
    { numRuns: RUNS },
  );
});

/** What a policy says may depend on how long the chain is, and such a policy may well permit a longer one only. */
const readsChainLength = ({ policies }: BundleContent): boolean => JSON.stringify(policies).includes("chainLength");

const allEdges = () =>
  [...agentIds, "a-stranger"].flatMap((from) => [...agentIds, "a-stranger"].map((to) => edgeRule(from, to)));

test("a call through others is never answered more mildly than to each of them alone", { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(arbitraryContent, arbitraryRequest, (content, { chain = [], ...request }) => {
      fc.pre(!readsChainLength(content));
      const set = loadBundle(content, 1);
      const through = decide(set, { ...request, chain }, { lifted: allEdges(), now });
      for (const agentId of [request.agentId, ...chain]) {
        const alone = decide(set, { ...request, agentId }, { now });
        expect(strictness(through.effect)).toBeGreaterThanOrEqual(strictness(alone.effect));
      }
    }),
    { numRuns: RUNS },
  );
});

const edge: BundleDelegation = {
  to: "b",
  operationClasses: ["read"],
  dataClasses: [],
  until: "2026-06-01T00:00:00.000Z",
};
const content = bundleContent({ agents: [bundleAgent("a", { delegations: [edge] }), bundleAgent("b")] });
const call = { agentId: "b", tool: "fs/read", arguments: {}, chain: ["a"] };

test("a delegation ends at its instant, and without a clock it counts as over", () => {
  const set = loadBundle(content, 1);
  const end = Date.parse(edge.until);
  expect(decide(set, call, { now: end - 1 }).effect).toBe("allow");
  expect(decide(set, call, { now: end })).toMatchObject({ effect: "hold", code: "delegation_unsigned" });
  expect(decide(set, call, { now: Number.NaN }).effect).toBe("hold");
  expect(decide(set, call).effect).toBe("hold");
});

test("a bundle with two delegations between the same agents is refused whole", () => {
  const agents = [bundleAgent("a", { delegations: [edge, { ...edge, operationClasses: [] }] }), bundleAgent("b")];
  expect(() => loadBundle({ ...content, agents }, 1)).toThrow(BundleRejected);
});

test.each([
  ["a number", [1]],
  ["an object", [{}]],
  ["an undefined", [undefined]],
  ["a lone surrogate", ["\ud800"]],
])("%s in the chain is refused", (_, chain) => {
  const decision = decide(loadBundle(content, 1), { ...call, chain: chain as string[] }, { now });
  expect(decision).toMatchObject({ effect: "deny", code: "arguments_unrepresentable" });
});

test("the names of two edges never meet, and are no names of checkpoint rules", () => {
  fc.assert(
    fc.property(fc.tuple(fc.string(), fc.string()), fc.tuple(fc.string(), fc.string()), (one, other) => {
      expect(edgeRule(...one) === edgeRule(...other)).toBe(one[0] === other[0] && one[1] === other[1]);
    }),
  );
  expect(isEdgeRule(edgeRule("a", "b"))).toBe(true);
  expect(isEdgeRule("two-eyes")).toBe(false);
});
