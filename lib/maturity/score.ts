/**
 * The score, 0.0 to 4.0: the formula is here and nowhere else. Pure, browser-safe.
 *
 * A stage is worth its points in equal parts, one for each requirement that it asks, built or not. A requirement that is met
 * earns its part, and the parts of a stage count once the stages before it are reached. So meeting one more requirement never
 * lowers a score, and no agent of a lower stage scores as much as one of a higher stage.
 */
import { type Requirement, Stage } from "./contract";
import { type Score, type StageScore, Step } from "./score-contract";

export const worthOf: Record<Step, number> = { observe: 1, enforce: 1.5, isolate: 1.5 };
export const MOST_SCORE = Step.options.reduce((sum, step) => sum + worthOf[step], 0);

/** As many decimals as let one agent of ten thousand be seen; people are shown two. */
const exact = (value: number): number => Math.round(value * 1e6) / 1e6;

export type Judged = Pick<Requirement, "stage" | "state" | "built">;

/** A stage for which nothing is built is never reached. */
function holds(requirements: readonly Judged[], step: Step): boolean {
  const built = requirements.filter((one) => one.stage === step && one.built);
  return built.length > 0 && built.every(({ state }) => state === "met");
}

/** Each stage needs the one before. */
export function reached(requirements: readonly Judged[]): Stage {
  const first = Step.options.findIndex((step) => !holds(requirements, step));
  return Stage.options[first < 0 ? Step.options.length : first] ?? "none";
}

export function scoreOf(requirements: readonly Judged[]): Score {
  let counts = true;
  const stages = Step.options.map((stage): StageScore => {
    const asked = requirements.filter((one) => one.stage === stage);
    const met = asked.filter(({ state }) => state === "met").length;
    const worth = worthOf[stage];
    const part = { stage, worth, met, asked: asked.length, counts };
    counts &&= holds(requirements, stage);
    return { ...part, earned: part.counts && met > 0 ? exact((worth * met) / asked.length) : 0 };
  });
  return { value: exact(stages.reduce((sum, { earned }) => sum + earned, 0)), stages };
}

/** An organisation's score: the mean over its active agents. Null without any. */
export function meanScore(agents: readonly { score: number; agents: number }[]): number | null {
  const count = agents.reduce((sum, one) => sum + one.agents, 0);
  return count === 0 ? null : exact(agents.reduce((sum, one) => sum + one.score * one.agents, 0) / count);
}

/** The formula in words, as the console and the API show it. */
export const formula: readonly string[] = [
  `Observe is worth ${worthOf.observe.toFixed(1)}, enforce ${worthOf.enforce.toFixed(1)} and isolate ${worthOf.isolate.toFixed(1)}: ${MOST_SCORE.toFixed(1)} in all.`,
  "Each requirement of a stage is an equal part of what the stage is worth. It earns its part when it is met.",
  "What is not measured, or not built yet, earns nothing and is still counted among the parts.",
  "The parts of a stage count once the stages before it are reached.",
  "An agent that is stopped has no score. The organisation's score is the mean of its active agents.",
];
