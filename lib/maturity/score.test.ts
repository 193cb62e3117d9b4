import { describe, expect, test } from "vitest";
import { catalogue } from "./catalogue";
import { type Judged, MOST_SCORE, meanScore, scoreOf } from "./score";
import { Step } from "./score-contract";

const built = catalogue.filter((one) => one.built);

/** Every way in which the built requirements can stand: one bit for each. */
const standings = Array.from({ length: 2 ** built.length }, (_, bits) => bits);
const judged = (bits: number): Judged[] =>
  catalogue.map((one) => {
    const place = built.indexOf(one);
    return { ...one, state: place < 0 ? "unmeasured" : bits & (1 << place) ? "met" : "unmet" };
  });
const depthOf = (requirements: readonly Judged[]): number => {
  const reached = Step.options.map((step) => {
    const asked = requirements.filter((one) => one.stage === step && one.built);
    return asked.length > 0 && asked.every(({ state }) => state === "met");
  });
  const first = reached.indexOf(false);
  return first < 0 ? Step.options.length : first;
};

test("the score is never below 0 and never above 4", () => {
  for (const bits of standings) {
    const { value } = scoreOf(judged(bits));
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThanOrEqual(MOST_SCORE);
  }
  expect(MOST_SCORE).toBe(4);
});

test("meeting one more requirement never lowers it, whatever else is met", () => {
  const values = standings.map((bits) => scoreOf(judged(bits)).value);
  const lowered = standings.flatMap((bits) =>
    built.flatMap((_, place) => ((values[bits | (1 << place)] ?? -1) < (values[bits] ?? 0) ? [[bits, place]] : [])),
  );
  expect(lowered).toEqual([]);
});

test("every agent of a higher stage scores more than each of a lower one", () => {
  const byDepth = Step.options.map((): number[] => []);
  for (const bits of standings) byDepth[depthOf(judged(bits))]?.push(scoreOf(judged(bits)).value);
  const reached = byDepth.filter((values) => values.length > 0);
  expect(reached.length).toBeGreaterThan(2);
  for (const [depth, values] of reached.entries())
    expect(Math.max(...(reached[depth - 1] ?? [-1]))).toBeLessThan(Math.min(...values));
});

test("is the sum of what its stages earn, and each stage earns no more than it is worth", () => {
  for (const bits of standings) {
    const { value, stages } = scoreOf(judged(bits));
    expect(value).toBeCloseTo(
      stages.reduce((sum, { earned }) => sum + earned, 0),
      6,
    );
    for (const { earned, worth, counts } of stages) expect(earned).toBeLessThanOrEqual(counts ? worth : 0);
  }
});

describe("what is not met earns nothing:", () => {
  const all = judged(2 ** built.length - 1);
  test("with all met it is the most, and what is not built would be missing from it", () => {
    expect(scoreOf(all).value).toBe(MOST_SCORE);
    const unbuilt: Judged = { stage: "isolate", built: false, state: "unmeasured" };
    const { value, stages } = scoreOf([...all, unbuilt]);
    expect(value).toBeLessThan(MOST_SCORE);
    expect(stages.map(({ asked, met }) => asked - met)).toEqual([0, 0, 1]);
  });
  test("unmeasured earns as little as unmet", () => {
    const unmeasured = all.map((one) => ({ ...one, state: "unmeasured" as const }));
    expect(scoreOf(unmeasured).value).toBe(0);
  });
  test("a later stage adds nothing while an earlier one is not reached", () => {
    const { stages } = scoreOf(judged(2 ** built.length - 2));
    expect(stages.map(({ counts }) => counts)).toEqual([true, false, false]);
    expect(stages[1]?.earned).toBe(0);
  });
});

test("an organisation's score is the mean of its agents', and there is none without agents", () => {
  expect(meanScore([])).toBeNull();
  expect(
    meanScore([
      { score: 1, agents: 3 },
      { score: 2, agents: 1 },
    ]),
  ).toBe(1.25);
});
