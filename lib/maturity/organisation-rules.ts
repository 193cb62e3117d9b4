/** An organisation's stage from those of its agents. Pure, browser-safe. */
import { RiskTier } from "@/sdk/wire/words";
import { type AgentStage, type Overview, Stage } from "./contract";
import { firstMissing } from "./rules";
import { meanScore } from "./score";

type Standing = Pick<Overview, "stage" | "score" | "measured" | "required" | "why" | "next">;
type Counts = Pick<Overview["agents"], "none" | "observe" | "enforce" | "isolate">;

/** How many are named as the ones to look at next. */
const MOST_NEXT = 10;

/** A chain is as strong as its weakest link: the organisation stands where its lowest active agent stands. */
export function organisationOf(agents: readonly AgentStage[]): Standing {
  const active = agents.filter(({ status }) => status === "active").sort(lowestFirst);
  const [lowest] = active;
  if (!lowest) {
    const why = "No active agent is registered, so there is nothing to measure.";
    return { stage: "none", score: null, measured: 0, required: 0, why, next: [] };
  }
  const next = active.flatMap((agent) => {
    const missing = firstMissing(agent);
    return missing ? [{ agent, missing }] : [];
  });
  return {
    stage: lowest.stage,
    score: meanScore(active.map(({ score }) => ({ score: score?.value ?? 0, agents: 1 }))),
    measured: lowest.measured,
    required: lowest.required,
    why: whyNoFurther(active, lowest),
    next: next.slice(0, MOST_NEXT).map(({ agent, missing }) => ({
      agentId: agent.agentId,
      agentName: agent.agentName,
      stage: agent.stage,
      missing: missing.why,
      href: missing.href,
    })),
  };
}

export function countStages(agents: readonly AgentStage[]): Counts {
  const counts: Counts = { none: 0, observe: 0, enforce: 0, isolate: 0 };
  for (const { status, stage } of agents) if (status === "active") counts[stage]++;
  return counts;
}

/** Lowest stage first, then the highest risk, then by name. */
function lowestFirst(a: AgentStage, b: AgentStage): number {
  return (
    Stage.options.indexOf(a.stage) - Stage.options.indexOf(b.stage) ||
    RiskTier.options.indexOf(b.riskTier) - RiskTier.options.indexOf(a.riskTier) ||
    (a.agentName < b.agentName ? -1 : 1)
  );
}

function whyNoFurther(active: readonly AgentStage[], lowest: AgentStage): string {
  const missing = firstMissing(lowest);
  const nextStage = Stage.options[Stage.options.indexOf(lowest.stage) + 1];
  const behind = active.filter(({ stage }) => stage === lowest.stage).length;
  const share = active.length === 1 ? "The only active agent" : `${behind} of ${active.length} active agents`;
  const has = behind === 1 ? "has" : "have";
  if (nextStage === undefined) return `${share} ${has} reached ${lowest.stage}.`;
  if (missing) return `${share} ${has} not reached ${nextStage}. ${lowest.agentName}: ${missing.why}`;
  return `${share} ${has} reached ${lowest.stage}; what ${nextStage} needs cannot be measured yet.`;
}
