import { describe, expect, test } from "vitest";
import { baselineOf, LEARNED_DAYS, median, rateLimit, shareLimit } from "./baseline";
import { type Detection, valuesOf } from "./detection";
import { type AgentHour, DAY_MS, HOUR_MS } from "./hours";
import { judgeHistory } from "./judge-history";
import { unusualDenials } from "./rules/unusual-denials";
import { unusualHours } from "./rules/unusual-hours";
import { unusualRate } from "./rules/unusual-rate";
import { habitOf, poisson, randomOf, trafficOf } from "./testing-traffic";

const start = new Date("2026-01-05T00:00:00.000Z");
const dayAfter = (days: number, hours = 0) => new Date(start.getTime() + days * DAY_MS + hours * HOUR_MS);
const agent = { id: "agt", name: "Agent", createdAt: start, dataClasses: [] };
const hourOf = (from: Date, calls: number, denied = 0): AgentHour => ({
  agentId: agent.id,
  from,
  cells: [
    { effect: "allow", code: "permitted", calls: calls - denied },
    { effect: "deny", code: "forbidden", calls: denied },
  ]
    .filter((cell) => cell.calls > 0)
    .map((cell) => ({ pepId: "pep", tool: "files/read", operationClass: "read", asked: false, ...cell })),
});
type Judge = Extract<Detection, { looks: "hour" }>;
const judged = (detection: Detection, hours: AgentHour[], from: Date) =>
  judgeHistory(detection as Judge, valuesOf(detection.parameters), {
    agent,
    hours,
    range: { from, to: dayAfter(365) },
    lastDay: null,
  });
const steady = (days: number, calls = 50, denied = 0) =>
  Array.from({ length: days * 24 }, (_, n) => hourOf(dayAfter(0, n), calls + (n % 7), denied));

describe("a baseline", () => {
  test("is null where nothing was called, and learns from no hour of the day that it judges", () => {
    expect(baselineOf([], start)).toBeNull();
    expect(baselineOf([hourOf(dayAfter(3), 9000)], dayAfter(3))).toBeNull();
  });
  test("forgets what is older than its days", () => {
    const hours = [hourOf(start, 9000), hourOf(dayAfter(LEARNED_DAYS), 5)];
    expect(baselineOf(hours, dayAfter(LEARNED_DAYS + 1))).toMatchObject({ most: 5, activeHours: 1, days: 1 });
  });
  test("is not moved by a few hours that stand out", () => {
    const usual = baselineOf(steady(20), dayAfter(20));
    const withPeaks = baselineOf(
      [...steady(20).slice(0, -5), ...[1, 2, 3, 4, 5].map((n) => hourOf(dayAfter(19, 18 + n), 9000))],
      dayAfter(20),
    );
    expect(withPeaks?.median).toBe(usual?.median);
    expect(withPeaks?.mad).toBe(usual?.mad);
  });
  test("takes the middle, of an even number too", () => {
    expect([median([]), median([3]), median([1, 9, 2]), median([4, 1, 2, 9])]).toEqual([0, 3, 2, 3]);
  });
  test("never expects less spread than chance makes", () => {
    const flat = baselineOf(
      Array.from({ length: 200 }, (_, n) => hourOf(dayAfter(0, n), 100)),
      dayAfter(10),
    );
    if (!flat) throw new Error("nothing was learned");
    expect(rateLimit(flat, 6)).toBe(160);
    expect(shareLimit(flat, 100, 5)).toBeGreaterThan(0);
  });
});

describe("unusual", () => {
  test("rate: nothing while an agent is learned, and ten times as much afterwards is found", () => {
    const peak = (day: number) => [...steady(day), hourOf(dayAfter(day, 3), 600)];
    expect(judged(unusualRate, peak(5), dayAfter(5))).toEqual([]);
    expect(judged(unusualRate, peak(10), dayAfter(10))).toMatchObject([{ value: 600, windowFrom: dayAfter(10, 3) }]);
  });
  test("denials: a share as before is not found, a far larger one is", () => {
    const usual = [...steady(14, 50, 5), hourOf(dayAfter(14), 50, 6)];
    expect(judged(unusualDenials, usual, dayAfter(14))).toEqual([]);
    expect(judged(unusualDenials, [...usual, hourOf(dayAfter(14, 1), 50, 25)], dayAfter(14))).toMatchObject([
      { value: 25 },
    ]);
  });
  test("denials: those of an agent that is stopped are not its doing", () => {
    const stopped = hourOf(dayAfter(14), 60, 60);
    for (const cell of stopped.cells) cell.code = "agent_suspended";
    expect(judged(unusualDenials, [...steady(14), stopped], dayAfter(14))).toEqual([]);
  });
  test("hour: an agent of office hours at three in the night is found, one beside its hours is not", () => {
    const office = steady(20).filter(({ from }) => from.getUTCHours() >= 8 && from.getUTCHours() < 17);
    expect(judged(unusualHours, [...office, hourOf(dayAfter(20, 17), 5)], dayAfter(20))).toEqual([]);
    expect(judged(unusualHours, [...office, hourOf(dayAfter(20, 3), 5)], dayAfter(20))).toMatchObject([{ value: 5 }]);
  });
});

/**
 * The rates that docs/detections.md states. 60 agents with nothing wrong, each with habits of its own (even and bursty, round the
 * clock and in office hours, often and hardly ever denied), judged for 28 days after as many were learned.
 */
describe("false alarms on generated traffic", () => {
  const AGENTS = 60;
  const DAYS = 28;
  const random = randomOf(20_260_105);
  const traffic = Array.from({ length: AGENTS }, (_, n) =>
    trafficOf(`agt${n}`, habitOf(random), start, LEARNED_DAYS + DAYS, random),
  );
  const perAgentDay = (detection: Detection): number =>
    traffic.reduce((sum, hours) => sum + judged(detection, hours, dayAfter(LEARNED_DAYS)).length, 0) / (AGENTS * DAYS);
  test.each([
    ["unusual-rate", unusualRate, 0.003],
    ["unusual-denials", unusualDenials, 0.003],
    ["unusual-hours", unusualHours, 0.003],
  ] as const)("%s: no more than is stated, for each agent and day", (_, detection, most) => {
    const rate = perAgentDay(detection);
    if (process.env.FIGURES) console.log(detection.id, rate);
    expect(rate).toBeLessThanOrEqual(most);
  });
  test("and a real change of each kind is found in nearly all of them", () => {
    const found = (detection: Detection, change: (hours: AgentHour[], place: number) => AgentHour | null) => {
      const results = traffic.flatMap((hours, place) => {
        const changed = change(hours, place);
        if (!changed) return [];
        const until = hours.filter(({ from }) => from < dayAfter(LEARNED_DAYS));
        return [
          judged(detection, [...until, { ...changed, from: dayAfter(LEARNED_DAYS, 2) }], dayAfter(LEARNED_DAYS))
            .length > 0,
        ];
      });
      return results.filter(Boolean).length / results.length;
    };
    const usual = (hours: AgentHour[]) => baselineOf(hours, dayAfter(LEARNED_DAYS));
    const rate = found(unusualRate, (hours) => hourOf(start, Math.max(100, 3 * (usual(hours)?.most ?? 0))));
    const denials = found(unusualDenials, () => hourOf(start, 60, 45));
    if (process.env.FIGURES) console.log("found", { rate, denials });
    expect(rate).toBeGreaterThan(0.95);
    expect(denials).toBeGreaterThan(0.9);
  });
});

test("generated counts have the mean that was asked for", () => {
  const random = randomOf(7);
  for (const mean of [0.5, 8, 200]) {
    const sum = Array.from({ length: 4000 }, () => poisson(random, mean)).reduce((all, one) => all + one, 0);
    expect(Math.abs(sum / 4000 - mean)).toBeLessThan(0.05 * mean + 0.05);
  }
});
