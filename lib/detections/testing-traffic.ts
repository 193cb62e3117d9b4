/** Generated traffic for tests: agents with habits of their own, and nothing wrong with any of them. The same seed, the same calls. */
import type { AgentHour, Cell } from "./hours";
import { HOUR_MS } from "./hours";

/** Mulberry32. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Poisson: by counting where it is small, by the normal that it comes close to where it is not. */
export function poisson(random: () => number, mean: number): number {
  if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  const limit = Math.exp(-mean);
  let product = random();
  let count = 0;
  while (product > limit) {
    product *= random();
    count += 1;
  }
  return count;
}

export type Habit = {
  /** Calls in a usual hour. */
  mean: number;
  /** How much busier some hours are than others: 0 is Poisson, 1 is very uneven. */
  burst: number;
  /** Works from this hour to that one, UTC; round the clock when they are the same. */
  hours: [number, number];
  /** Share of its calls that are denied in a usual hour, and how much that varies. */
  denied: number;
  tools: number;
};

const cellOf = (tool: string, effect: string, calls: number): Cell => ({
  pepId: "pep",
  tool,
  operationClass: "read",
  effect,
  code: effect === "deny" ? "forbidden" : "permitted",
  asked: false,
  calls,
});

/** So many days of hours from then on. */
export function trafficOf(agentId: string, habit: Habit, start: Date, days: number, random: () => number): AgentHour[] {
  const hours: AgentHour[] = [];
  const [first, last] = habit.hours;
  for (let n = 0; n < days * 24; n++) {
    const from = new Date(start.getTime() + n * HOUR_MS);
    const hour = from.getUTCHours();
    if (first !== last && (hour < first || hour >= last)) continue;
    const calls = poisson(random, habit.mean * Math.exp(habit.burst * normal(random) - habit.burst ** 2 / 2));
    if (calls === 0) continue;
    const share = Math.min(0.9, habit.denied * Math.exp(0.5 * normal(random)));
    const denied = Math.min(calls, poisson(random, calls * share));
    const tool = `files/tool_${Math.floor(random() * habit.tools)}`;
    const cells = [cellOf(tool, "allow", calls - denied), cellOf(tool, "deny", denied)].filter(
      (cell) => cell.calls > 0,
    );
    hours.push({ agentId, from, cells });
  }
  return hours;
}

/** Habits as different as those of real agents. */
export const habitOf = (random: () => number): Habit => ({
  mean: Math.exp(Math.log(2) + random() * Math.log(200)),
  burst: random() * 0.8,
  hours: random() < 0.5 ? [0, 0] : [6 + Math.floor(random() * 3), 16 + Math.floor(random() * 4)],
  denied: random() < 0.5 ? 0.005 : random() * 0.15,
  tools: 3 + Math.floor(random() * 8),
});
