/** An organisation's score and stages over time, made ready to draw. A step in which nobody looked stays empty. Pure. */
import type { StageValue } from "@/components/ui/status";
import type { StageCounts } from "./prepare-stages";

type Step = { from: string; standing: ({ score: number | null; stopped: number } & StageCounts) | null };

export type TrendPoint = { time: number; score: number | null; stopped: number | null } & Record<
  StageValue,
  number | null
>;
export type PreparedTrend = {
  points: TrendPoint[];
  /** Steps in which somebody looked. One is no trend. */
  seen: number;
  /** The first and the last score that there is. */
  first: number | null;
  last: number | null;
  mostAgents: number;
};

const unseen = { score: null, stopped: null, none: null, observe: null, enforce: null, isolate: null };

export function prepareTrend(steps: readonly Step[]): PreparedTrend {
  const points = steps.map(({ from, standing }): TrendPoint => {
    const time = Date.parse(from);
    if (!standing) return { time, ...unseen };
    const { score, stopped, none, observe, enforce, isolate } = standing;
    return { time, score, stopped, none, observe, enforce, isolate };
  });
  const scores = points.flatMap(({ score }) => (score === null ? [] : [score]));
  return {
    points,
    seen: steps.filter(({ standing }) => standing !== null).length,
    first: scores[0] ?? null,
    last: scores.at(-1) ?? null,
    mostAgents: Math.max(
      0,
      ...points.map((point) => (point.none ?? 0) + (point.observe ?? 0) + (point.enforce ?? 0) + (point.isolate ?? 0)),
    ),
  };
}
