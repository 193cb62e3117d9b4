import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryRequest } from "./cases/arbitrary-organisation.ts";
import { arbitraryContent, DECIDED_AT } from "./cases/arbitrary-policies.ts";
import { cedarJudge, type Verdict } from "./cases/cedar-verdicts.ts";
import { CallContext } from "./cedar/call-context.ts";
import { cedarEntities, cedarRequest } from "./cedar/entities.ts";
import { evaluatePolicies } from "./cedar/evaluate.ts";
import { decide, loadBundle } from "./decide.ts";
import type { BundleContent, BundlePolicy } from "./wire/bundle.ts";
import type { DecisionRequest } from "./wire/decision.ts";

/** Enough to mean something in a few seconds; a change of the compiler deserves ORACLE_RUNS=10000. */
const RUNS = Number(process.env.ORACLE_RUNS ?? 300);

interface Verdicts {
  readonly satisfied: readonly string[];
  readonly failed: readonly string[];
}

function namedBy(verdicts: ReadonlyMap<string, Verdict>): Verdicts {
  const ids = (wanted: Verdict) => [...verdicts].flatMap(([id, verdict]) => (verdict === wanted ? id : [])).sort();
  return { satisfied: ids("satisfied"), failed: ids("failed") };
}

/** Which policies are satisfied and which fail by our evaluator. Modes do not matter to that, so here all are in force. */
function ourVerdicts(content: BundleContent, request: DecisionRequest): Verdicts {
  const policies = content.policies.map((policy) => ({ ...policy, mode: "enforce" as const }));
  const set = loadBundle({ ...content, policies }, 1);
  expect(set.interpreted).toEqual([]);
  const agent = set.compiled.agents.get(request.agentId);
  const tool = set.compiled.tools.get(request.tool);
  if (!agent || !tool) throw new Error("a call outside of the organisation");
  const context = new CallContext(
    request.arguments,
    tool.argumentsType,
    request.onBehalfOf,
    request.chain?.length ?? 0,
  );
  const call = { principal: agent.entity, action: tool.action, resource: tool.server, context, args: context.args };
  const { permits, forbids, failures } = evaluatePolicies(agent, tool, call);
  return {
    satisfied: [...permits, ...forbids].map(({ id }) => id).sort(),
    failed: failures.map(({ policy }) => policy.id).sort(),
  };
}

/** The three outcomes, worked out from what Cedar says of each policy. */
function expectedOutcome(policies: readonly BundlePolicy[], verdicts: Verdicts, lifted: readonly string[]) {
  const inForce = policies.filter(({ mode }) => mode === "enforce");
  const satisfied = inForce.filter(({ id }) => verdicts.satisfied.includes(id));
  const forbids = satisfied.filter(({ effect }) => effect === "forbid");
  const unlifted = forbids.filter(({ checkpoint }) => checkpoint === null || !lifted.includes(checkpoint));
  if (inForce.some(({ id }) => verdicts.failed.includes(id))) return "evaluation_error";
  if (unlifted.some(({ checkpoint }) => checkpoint === null)) return "forbidden";
  if (satisfied.every(({ effect }) => effect === "forbid")) return "no_permit";
  return unlifted.length > 0 ? "checkpoint_required" : "permitted";
}

const STOPS = ["evaluation_error", "forbidden", "no_permit"];

/** The strictest outcome of everyone on whose word the call is made, worked out from Cedar's answer to each. */
function expectedThrough(content: BundleContent, request: DecisionRequest, outcomeAs: (agentId: string) => string) {
  const { chain = [], agentId } = request;
  const own = outcomeAs(agentId);
  if (chain.length === 0 || STOPS.includes(own)) return own;
  const path = [...chain, agentId];
  if (new Set(path).size < path.length) return "delegation_refused";
  const outcomes = [own, ...chain.map(outcomeAs)];
  const stop = outcomes.find((outcome) => STOPS.includes(outcome));
  if (stop) return stop;
  if (!chain.every((from, place) => isSignedOff(content, from, path[place + 1] ?? "", request))) {
    return "delegation_unsigned";
  }
  return outcomes.includes("checkpoint_required") ? "checkpoint_required" : "permitted";
}

function isSignedOff({ agents, tools }: BundleContent, from: string, to: string, request: DecisionRequest): boolean {
  const edge = agents.find(({ id }) => id === from)?.delegations?.find((one) => one.to === to);
  const tool = tools.find(({ id }) => id === request.tool);
  const data = agents.find(({ id }) => id === request.agentId)?.dataClasses ?? [];
  if (!edge || !tool || Date.parse(edge.until) <= DECIDED_AT) return false;
  return edge.operationClasses.includes(tool.operationClass) && data.every((kind) => edge.dataClasses.includes(kind));
}

test("random policies and calls are decided as Cedar decides them", { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(
      arbitraryContent,
      fc.array(arbitraryRequest, { minLength: 2, maxLength: 4 }),
      fc.subarray(["owner", "finance"]),
      (content, requests, lifted) => {
        const judge = cedarJudge(content.policies, cedarEntities(content));
        const set = loadBundle(content, 1);
        for (const request of requests) {
          const verdicts = namedBy(judge(cedarRequest(content, request)));
          expect(ourVerdicts(content, request)).toEqual(verdicts);
          const outcomeAs = (agentId: string) =>
            expectedOutcome(content.policies, namedBy(judge(cedarRequest(content, { ...request, agentId }))), lifted);
          const due = expectedThrough(content, request, outcomeAs);
          expect(decide(set, request, { lifted, now: DECIDED_AT }).code).toBe(due);
        }
      },
    ),
    { numRuns: RUNS },
  );
});

test("an unreadable argument fails what reads it and changes nothing else", { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(arbitraryContent, arbitraryRequest, (content, request) => {
      const poisoned = ourVerdicts(content, { ...request, arguments: { ...request.arguments, count: 1e19 } });
      const untouched = (ids: readonly string[]) => ids.filter((id) => !poisoned.failed.includes(id));
      for (const count of [undefined, 0, 7]) {
        const { count: _, ...others } = request.arguments;
        const readable = { ...request, arguments: count === undefined ? others : { ...others, count } };
        const verdicts = ourVerdicts(content, readable);
        expect(untouched(verdicts.failed)).toEqual([]);
        expect(untouched(verdicts.satisfied)).toEqual(poisoned.satisfied);
      }
    }),
    { numRuns: RUNS },
  );
});
