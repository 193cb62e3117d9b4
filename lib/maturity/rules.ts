/**
 * An agent's stage from facts. Pure, browser-safe. What nothing measures yet is never counted as met.
 */
import type { AgentStage, Requirement } from "./contract";
import { enforce } from "./enforce-requirements";
import { isolate } from "./isolate-requirements";
import { type AgentFacts, observe } from "./requirements";
import { reached, scoreOf } from "./score";
import { Step } from "./score-contract";

const steps = Step.options;

export function stageOf(facts: AgentFacts): AgentStage {
  const requirements = [...observe(facts), ...enforce(facts), ...isolate(facts)];
  const stage = reached(requirements);
  const last = steps.indexOf(stage === "none" ? "observe" : stage);
  const claimed = requirements.filter((one) => steps.indexOf(one.stage) <= last);
  return {
    agentId: facts.id,
    agentName: facts.name,
    riskTier: facts.riskTier,
    status: facts.status,
    stage,
    measured: claimed.filter(({ state }) => state !== "unmeasured").length,
    required: claimed.length,
    score: facts.status === "active" ? scoreOf(requirements) : null,
    requirements,
  };
}

/** The first thing between an agent and its next stage that somebody can mend; null when there is none. */
export const firstMissing = ({ requirements }: AgentStage): Requirement | null =>
  requirements.find(({ built, state }) => built && state !== "met") ?? null;
