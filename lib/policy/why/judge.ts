/** Decides changed questions by the evaluator; nothing is compiled again for it. Pure. */

import { CallContext } from "@/sdk/cedar/call-context";
import { evaluatePolicies } from "@/sdk/cedar/evaluate";
import type { LoadedPolicy, LoadedTool } from "@/sdk/cedar/policy-set";
import { asIf, decide, type PolicySet } from "@/sdk/decide";
import type { BundleAgent, BundlePolicy } from "@/sdk/wire/bundle";
import type { Decision } from "@/sdk/wire/decision";
import type { Step } from "../why-contract";
import { textsIn } from "./named-in";
import { changed, type Question } from "./question";

export class Judge {
  readonly question: Question;
  readonly set: PolicySet;
  readonly #tool: LoadedTool | undefined;

  /** `whole` is the question's bundle, compiled. */
  constructor(question: Question, whole: PolicySet) {
    this.question = { ...question, content: aboutTheTool(question, whole) };
    this.set = among(whole, this.question.content);
    this.#tool = this.set.compiled.tools.get(question.request.tool);
  }

  decide(steps: readonly Step[]): Decision {
    const { content, request, options } = changed(this.question, steps);
    const gone = new Set(steps.flatMap((step) => (step.kind === "withoutPolicy" ? [step.policy] : [])));
    const set = gone.size === 0 ? this.set : without(this.set, gone);
    const agents = new Set(steps.flatMap((step) => (step.kind === "agent" ? [step.agentId] : [])));
    if (agents.size === 0) return decide(set, request, options);
    const restated = content.agents.filter(({ id }) => agents.has(id));
    return asIf(set, restated, (otherwise) => decide(otherwise, request, options));
  }

  /** Policies about the tool. */
  get policies(): readonly BundlePolicy[] {
    return this.question.content.policies;
  }

  /** Policies whose scope and conditions the call meets, or that fail on it, for each agent that it comes through. */
  applying(): LoadedPolicy[] {
    const { request } = this.question;
    const tool = this.#tool;
    if (!tool) return [];
    const { arguments: args, onBehalfOf, chain = [] } = request;
    const found = new Map<string, LoadedPolicy>();
    for (const id of [request.agentId, ...chain]) {
      const agent = this.set.compiled.agents.get(id);
      if (!agent) continue;
      const context = new CallContext(args, tool.argumentsType, onBehalfOf, chain.length);
      const call = { principal: agent.entity, action: tool.action, resource: tool.server, context, args: context.args };
      const { permits, forbids, failures } = evaluatePolicies(agent, tool, call);
      for (const policy of [...forbids, ...permits, ...failures.map((failure) => failure.policy)])
        found.set(policy.id, policy);
    }
    return [...found.values()];
  }
}

/** The same set, with the tools and agents alone that the question is about. */
function among(set: PolicySet, { agents, tools, policies }: Question["content"]): PolicySet {
  const about = new Set(policies.map(({ id }) => id));
  const only = <Item>(all: ReadonlyMap<string, Item>, named: readonly { id: string }[]) =>
    new Map(
      named.flatMap(({ id }): [string, Item][] => {
        const item = all.get(id);
        return item === undefined ? [] : [[id, item]];
      }),
    );
  return {
    ...set,
    agents: only(set.agents, agents),
    tools: only(set.tools, tools),
    interpreted: set.interpreted.filter(({ policy }) => about.has(policy)),
    compiled: {
      ...set.compiled,
      agents: only(set.compiled.agents, agents),
      tools: only(set.compiled.tools, tools),
    },
  };
}

/** The same set, with these policies taken out of the tools' drawers. */
function without(set: PolicySet, gone: ReadonlySet<string>): PolicySet {
  const tools = [...set.compiled.tools].map(([id, tool]): [string, LoadedTool] => [
    id,
    {
      ...tool,
      drawers: tool.drawers.map(
        (drawer) => new Map([...drawer].map(([key, policies]) => [key, policies.filter((one) => !gone.has(one.id))])),
      ),
    },
  ]);
  return { ...set, compiled: { ...set.compiled, tools: new Map(tools) } };
}

/** Other agents that are tried in the caller's place: first one of each kind that a policy can tell apart. */
const MOST_OTHERS = 12;

/** What is about another tool has no part in the answer, nor has an agent that the call does not come through. */
function aboutTheTool({ content, request }: Question, whole: PolicySet): Question["content"] {
  const through = new Set([request.agentId, ...(request.chain ?? [])]);
  const policies = policiesAbout(content, request.tool, whole);
  const others = unlikeFirst(
    content.agents.filter(({ id, status }) => status === "active" && !through.has(id)),
    new Set(policies.flatMap(({ cedar }) => textsIn(cedar))),
  );
  return {
    ...content,
    policies,
    tools: content.tools.filter(({ id }) => id === request.tool),
    agents: [...content.agents.filter(({ id }) => through.has(id)), ...others.slice(0, MOST_OTHERS)],
  };
}

function unlikeFirst(agents: readonly BundleAgent[], texts: ReadonlySet<string>): BundleAgent[] {
  const seen = new Set<string>();
  const [firsts, rest]: [BundleAgent[], BundleAgent[]] = [[], []];
  for (const agent of agents) {
    const { id, name: _, delegations: __, ...attributes } = agent;
    const kind = JSON.stringify(texts.has(id) ? id : attributes);
    (seen.has(kind) ? rest : firsts).push(agent);
    seen.add(kind);
  }
  return [...firsts, ...rest];
}

export function policiesAbout({ policies }: Question["content"], tool: string, whole: PolicySet): BundlePolicy[] {
  const drawers = whole.compiled.tools.get(tool)?.drawers ?? [];
  const about = new Set(drawers.flatMap((drawer) => [...drawer.values()].flatMap((some) => some.map(({ id }) => id))));
  return policies.filter(({ id }) => about.has(id));
}
