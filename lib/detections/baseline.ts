/** What is usual for an agent, by robust statistics over its counted hours. Pure. */
import { z } from "zod";
import { type AgentHour, callsIn, DAY_MS, isDenied, isStopped, serverOf } from "./hours";

/** Days that a baseline is learned from, the newest first to go. */
export const LEARNED_DAYS = 28;
/** An agent with more tools than these is not judged by which tools are new to it. */
const MOST_TOOLS = 2_000;
/** Hours with fewer calls say little about a share. */
export const FEWEST_FOR_SHARE = 20;

export const Baseline = z.object({
  /** Days since the first call that was learned from. */
  days: z.number(),
  /** Hours with calls. */
  activeHours: z.int(),
  /** Calls in an hour with calls: median, median absolute deviation, and the most. */
  median: z.number(),
  mad: z.number(),
  most: z.number(),
  /** Hours with calls by the hour of the day, UTC. */
  byHour: z.array(z.int()).length(24),
  calls: z.int(),
  denied: z.int(),
  /** The largest share of denials in an hour with enough calls. */
  mostDenied: z.number(),
  tools: z.array(z.string()),
  servers: z.array(z.string()),
  /** More tools than are kept: nothing can be said to be new. */
  manyTools: z.boolean(),
});
export type Baseline = z.infer<typeof Baseline>;

/** Null when nothing was called in these hours. `asOf` is the beginning of the day that is to be judged. */
export function baselineOf(hours: readonly AgentHour[], asOf: Date): Baseline | null {
  const learned = hours.filter(
    ({ from }) => from.getTime() < asOf.getTime() && from.getTime() >= asOf.getTime() - LEARNED_DAYS * DAY_MS,
  );
  const [first] = learned;
  if (!first) return null;
  const counts = learned.map((hour) => callsIn(hour));
  const middle = median(counts);
  const tools = new Set(learned.flatMap(({ cells }) => cells.map(({ tool }) => tool)));
  const byHour = Array.from({ length: 24 }, () => 0);
  for (const { from } of learned) byHour[from.getUTCHours()] = (byHour[from.getUTCHours()] ?? 0) + 1;
  const judged = learned.map(sharesOf).filter(({ calls }) => calls > 0);
  return {
    days: Math.ceil((asOf.getTime() - first.from.getTime()) / DAY_MS),
    activeHours: learned.length,
    median: middle,
    mad: median(counts.map((count) => Math.abs(count - middle))),
    most: counts.reduce((most, count) => Math.max(most, count), 0),
    byHour,
    calls: judged.reduce((sum, { calls }) => sum + calls, 0),
    denied: judged.reduce((sum, { denied }) => sum + denied, 0),
    mostDenied: judged
      .filter(({ calls }) => calls >= FEWEST_FOR_SHARE)
      .reduce((most, { calls, denied }) => Math.max(most, denied / calls), 0),
    tools: [...tools].sort().slice(0, MOST_TOOLS),
    servers: [...new Set([...tools].map(serverOf))].sort().slice(0, MOST_TOOLS),
    manyTools: tools.size > MOST_TOOLS,
  };
}

/** Calls of an hour, and how many of them were denied: without those that were refused because the agent is stopped. */
export const sharesOf = (hour: AgentHour): { calls: number; denied: number } => ({
  calls: callsIn(hour, (cell) => !isStopped(cell)),
  denied: callsIn(hour, isDenied),
});

export function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2;
}

/** A quiet month may end with its busiest hour: what is to be found is clearly more than the most ever learned. */
const MARGIN = 1.5;

/**
 * How many calls in an hour are more than usual: so many spreads above the median, and half as many again as ever learned. The spread is
 * the median absolute deviation, scaled to a standard deviation, and never less than chance alone would make it.
 */
export function rateLimit({ median: middle, mad, most }: Baseline, spreads: number): number {
  const spread = Math.max(1.4826 * mad, Math.sqrt(middle), 1);
  return Math.max(middle + spreads * spread, MARGIN * most);
}

/** Which share of denials is more than usual among so many calls: by chance around the learned share, and clearly more than the most ever learned. */
export function shareLimit({ calls, denied, mostDenied }: Baseline, among: number, spreads: number): number {
  const usual = (denied + 1) / (calls + 2);
  return Math.max(
    usual + spreads * Math.sqrt((usual * (1 - usual)) / among),
    Math.min(MARGIN * mostDenied, (1 + mostDenied) / 2),
  );
}

/** Hours with calls in this hour of the day and in the two beside it. */
export const hoursNear = ({ byHour }: Baseline, hour: number): number =>
  [hour + 23, hour, hour + 1].reduce((sum, at) => sum + (byHour[at % 24] ?? 0), 0);
