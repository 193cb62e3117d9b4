/** Judges an agent's past hour by hour, each with what had been learned by then. Pure. */
import { type Baseline, baselineOf } from "./baseline";
import type { AgentFacts, Detection, Hit, Range, Values } from "./detection";
import { type AgentHour, DAY_MS, HOUR_MS, startOf } from "./hours";

export type History = {
  agent: AgentFacts;
  hours: readonly AgentHour[];
  range: Range;
  /** The last day with a call before the range. */
  lastDay: Date | null;
};
type Judge = Extract<Detection, { looks: "hour" }>;

/** One hit for each subject, part and window, as the worker would have raised it. */
export function judgeHistory({ judge }: Judge, values: Values, history: History): Hit[] {
  const { agent, hours, range } = history;
  const hits = new Map<string, Hit>();
  let day: Date | null = null;
  let baseline: Baseline | null = null;
  let lastDay = history.lastDay;
  hours.forEach((hour, place) => {
    if (hour.from.getTime() < startOf(range.from, HOUR_MS).getTime() || hour.from >= range.to) return;
    const today = startOf(hour.from, DAY_MS);
    if (today.getTime() !== day?.getTime()) {
      if (day) lastDay = day;
      day = today;
      baseline = baselineOf(hours, today);
    }
    const prior = hours[place - 1];
    const before = prior && hour.from.getTime() - prior.from.getTime() === HOUR_MS ? prior : null;
    for (const hit of judge({ agent, hour, before, baseline, lastDay }, values)) {
      const key = `${hit.part ?? ""} ${hit.windowFrom.getTime()}`;
      if (!hits.has(key)) hits.set(key, hit);
    }
  });
  return [...hits.values()];
}
