/** A call with all that its decision depends on, and what becomes of it when something differs. Pure. */
import type { Json, JsonObject } from "@/sdk/canonical";
import type { DecideOptions } from "@/sdk/decide";
import type { BundleAgent, BundleContent } from "@/sdk/wire/bundle";
import type { DecisionRequest } from "@/sdk/wire/decision";
import { AgentStatus, RiskTier } from "@/sdk/wire/words";
import type { Step } from "../why-contract";

export type Question = {
  content: BundleContent;
  revision: number;
  request: DecisionRequest;
  options: DecideOptions;
};

/** Steps that speak of the same thing: of each only one can be. */
export function placeOf(step: Step): string {
  switch (step.kind) {
    case "withoutPolicy":
      return `policy ${step.policy}`;
    case "argument":
      return `argument ${step.name}`;
    case "met":
      return `rule ${step.rule}`;
    case "agent":
      return `agent ${step.agentId} ${step.attribute}`;
    default:
      return step.kind;
  }
}

export const changed = (question: Question, steps: readonly Step[]): Question => steps.reduce(changedBy, question);

function changedBy(question: Question, step: Step): Question {
  const { content, request, options } = question;
  switch (step.kind) {
    case "withoutPolicy":
      return {
        ...question,
        content: { ...content, policies: content.policies.filter(({ id }) => id !== step.policy) },
      };
    case "argument":
      return {
        ...question,
        request: { ...request, arguments: withArgument(request.arguments, step.name, step.value) },
      };
    case "met":
      return { ...question, options: { ...options, lifted: [...(options.lifted ?? []), step.rule] } };
    case "agent": {
      const agents = content.agents.map((agent) => (agent.id === step.agentId ? withAttribute(agent, step) : agent));
      return { ...question, content: { ...content, agents } };
    }
    case "principal":
      return { ...question, request: { ...request, agentId: step.agentId } };
    case "direct":
      return { ...question, request: { ...request, chain: [] } };
    case "onBehalfOf": {
      const { onBehalfOf: _, ...rest } = request;
      return { ...question, request: step.value === null ? rest : { ...rest, onBehalfOf: JSON.parse(step.value) } };
    }
    case "asApproved":
      return { ...question, options: { ...options, seenPin: undefined } };
    case "withoutOrder":
      return question;
  }
}

function withArgument(args: JsonObject, name: string, value: string | null): JsonObject {
  const rest = Object.entries(args).filter(([one]) => one !== name);
  const parsed: [string, Json][] = value === null ? [] : [[name, JSON.parse(value)]];
  return Object.fromEntries([...rest, ...parsed]);
}

function withAttribute(agent: BundleAgent, { attribute, value }: Extract<Step, { kind: "agent" }>): BundleAgent {
  switch (attribute) {
    case "status":
      return { ...agent, status: AgentStatus.parse(value) };
    case "riskTier":
      return { ...agent, riskTier: RiskTier.parse(value) };
    case "dataClasses":
      return { ...agent, dataClasses: value === "" ? [] : value.split(", ") };
    default:
      return { ...agent, [attribute]: value };
  }
}
