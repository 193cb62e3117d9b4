import { expect, test } from "vitest";
import { actionsOf, type Group, sheetOf } from "./actions";
import { catalogue } from "./catalogue";

const ids = (stage: string) => catalogue.filter((one) => one.built && one.stage === stage).map(({ id }) => id);
const [observe, enforce, isolate] = [ids("observe"), ids("enforce"), ids("isolate")];
const group = (agents: number, failing: readonly string[]): Group => ({
  agents,
  met: [...observe, ...enforce, ...isolate].filter((id) => !failing.includes(id)),
  unmet: failing,
  unmeasured: [],
});

test("the effect is what the formula gives when the agents meet it, and nothing else", () => {
  const groups = [group(3, ["owner"]), group(7, [])];
  const [first] = actionsOf(groups);
  const mended = sheetOf([group(10, [])]).score ?? 0;
  expect(first).toMatchObject({
    requirement: "owner",
    title: "Name active owners for 3 agents",
    agents: 3,
    gaining: 3,
  });
  expect(first?.effect).toBeCloseTo(mended - (sheetOf(groups).score ?? 0), 6);
});

test("the widest effect comes first", () => {
  const groups = [group(8, ["siem"]), group(1, ["owner"]), group(91, [])];
  expect(actionsOf(groups).map(({ requirement }) => requirement)).toEqual(["siem", "owner"]);
});

test("of the same effect, fewer agents come first, then the order of the ladder; the same input gives the same order", () => {
  const tied = [group(1, ["siem"]), group(1, ["connected"]), group(1, ["revision"])];
  const order = actionsOf(tied).map(({ requirement }) => requirement);
  expect(order).toEqual(["connected", "revision", "siem"]);
  expect(actionsOf([...tied].reverse()).map(({ requirement }) => requirement)).toEqual(order);
  const uneven = [group(1, ["point"]), group(1, ["point", "owner", "complete"]), group(1, ["siem"])];
  const equal = actionsOf(uneven).filter(({ stage }) => stage === "enforce");
  expect(equal.map(({ requirement, agents, gaining }) => [requirement, agents, gaining])).toEqual([
    ["siem", 1, 1],
    ["point", 2, 1],
  ]);
});

test("what adds nothing yet is not advised, and neither is what is not built", () => {
  const actions = actionsOf([group(5, ["owner", "logged", "connected", "siem"])]);
  expect(actions.map(({ requirement }) => requirement)).toEqual(["owner", "logged"]);
  const built = new Set(catalogue.filter((one) => one.built).map(({ id }) => id));
  expect(actions.every(({ requirement }) => built.has(requirement))).toBe(true);
});

test("without agents there is no score, and nothing to do for it", () => {
  expect(sheetOf([])).toMatchObject({ score: null, active: 0 });
  expect(actionsOf([])).toEqual([]);
});

test("the sheet's stages add up to the score, and each requirement counts every active agent once", () => {
  const { score, stages, requirements, active } = sheetOf([
    group(3, ["owner"]),
    group(2, ["siem", "point"]),
    group(4, []),
  ]);
  expect(active).toBe(9);
  expect(stages.reduce((total, { earned }) => total + earned, 0)).toBeCloseTo(score ?? -1, 5);
  for (const { met, unmet, unmeasured } of requirements) expect(met + unmet + unmeasured).toBe(active);
  for (const one of requirements) if (!one.built) expect(one).toMatchObject({ met: 0, unmet: 0, unmeasured: 9 });
});
