import { expect, test } from "vitest";
import { benchmarksOf } from "./benchmarks";
import { catalogue } from "./catalogue";

const built = catalogue.filter((one) => one.built).map(({ id }) => id);
const group = (agents: number, failing: readonly string[]) => ({
  agents,
  met: built.filter((id) => !failing.includes(id)),
  unmet: failing,
  unmeasured: [],
});
const of = (groups: ReturnType<typeof group>[], lastKill = null) =>
  new Map(benchmarksOf({ groups, lastKill, incidents: 0 }).map((one) => [one.id, one]));

test("each figure of others has its source and its date", () => {
  for (const { figure, value, source, date } of of([]).values())
    for (const text of [figure, value, source, date]) expect(text).not.toBe("");
});

test("without agents and kills there is no figure of ours, and each says why", () => {
  for (const { ours, why } of of([]).values()) {
    expect(ours).toBeNull();
    expect(why).toMatch(/\.$/);
  }
});

test("an enterprise counts as having what is true of all its agents", () => {
  const some = of([group(3, []), group(1, ["connected"])]);
  expect(some.get("visibility")?.ours?.value).toBe("No: 3 of 4");
  expect(some.get("consistent")?.ours?.value).toBe("No: 3 of 4");
  expect(some.get("past-enforcement")?.ours).toMatchObject({
    value: "Not past it",
    basis: expect.stringMatching(/at observe/),
  });
  const all = of([group(4, ["owner"])]);
  expect(all.get("visibility")?.ours?.value).toBe("Yes, all 4");
  expect(all.get("past-enforcement")?.ours?.basis).toMatch(/has no stage/);
});

test("what nobody measures here stays empty, however many agents there are", () => {
  const full = of([group(50, [])]);
  for (const id of ["trust", "expect", "budget", "auditability", "applications", "patches"])
    expect(full.get(id)?.ours).toBeNull();
  expect(full.get("maturity")?.ours?.value).toBe("4.00 of 4.0");
});

test("the last kill stands beside the fastest breakout only when a point confirmed one", () => {
  const lastKill = { agentName: "A", at: "2026-11-28T09:00:00.000Z", ms: 84, confirmed: 2, points: 3 };
  const [kill] = benchmarksOf({ groups: [], lastKill, incidents: 0 }).filter(({ id }) => id === "breakout");
  expect(kill?.ours).toMatchObject({ value: "0.08 s" });
  expect(kill?.ours?.basis).toMatch(/last of 2 points confirmed it, of 3/);
});

test("an incident on record is said, and so is that there is none", () => {
  const ours = (incidents: number) =>
    benchmarksOf({ groups: [group(1, [])], lastKill: null, incidents }).find(({ id }) => id === "incidents")?.ours
      ?.value;
  expect(ours(0)).toBe("No");
  expect(ours(3)).toBe("Yes: 3");
});
