import fc from "fast-check";
import { expect, test } from "vitest";
import { newId } from "@/lib/shared/ids";
import { defaultRings, type Ring, RingMembers, Rings } from "./ring-contract";
import { ringOf, shareOf } from "./ring-rules";

const members = (given: Partial<RingMembers>): RingMembers => ({ ...RingMembers.parse({}), ...given });
const rings = (...given: Partial<RingMembers>[]): Ring[] => [
  ...given.map((one, place) => ({ name: `ring ${place}`, members: members(one) })),
  { name: "everyone", members: members({}) },
];
const point = (id: string, ...agents: { environment: string; team: string }[]) => ({ id, agents });
const staging = { environment: "staging", team: "pay" };
const production = { environment: "production", team: "pay" };

test("a point that fits no ring is in the last one", () => {
  expect(ringOf(rings({ environments: ["staging"] }), point("a", production))).toBe(1);
});

test("a point is in the first ring that it fits", () => {
  expect(ringOf(rings({ points: ["a"] }, { environments: ["staging"] }), point("a", staging))).toBe(0);
  expect(ringOf(rings({ points: ["a"] }, { environments: ["staging"] }), point("b", staging))).toBe(1);
});

test("a point that also serves another environment is not drawn in by one of its agents", () => {
  expect(ringOf(rings({ environments: ["staging"] }), point("a", staging, production))).toBe(1);
  expect(ringOf(rings({ teams: ["pay"] }), point("a", staging, production))).toBe(0);
});

test("a point that may act for every agent is in no environment and no team", () => {
  expect(ringOf(rings({ environments: ["staging"], teams: ["pay"] }), point("a"))).toBe(1);
});

test("a larger share contains every smaller one, and nobody moves between them", () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }), (id, a, b) => {
      const [small, large] = [Math.min(a, b), Math.max(a, b)];
      const within = (percent: number) => ringOf(rings({ percent }), point(id)) === 0;
      return !within(small) || within(large);
    }),
  );
});

test("shares of a fleet of 5,000 are what they say, within three per cent", () => {
  const shares = Array.from({ length: 5_000 }, () => shareOf(newId("point")));
  for (const percent of [5, 30, 50])
    expect(Math.abs(shares.filter((share) => share < percent).length / 50 - percent)).toBeLessThan(3);
});

test("rings are refused without a last one that takes the rest, with an empty one before it, or with a name twice", () => {
  const parsed = (given: Ring[]) => Rings.safeParse(given).success;
  expect(parsed([...defaultRings])).toBe(true);
  expect(parsed(rings({ percent: 5 }).slice(0, 1))).toBe(false);
  expect(parsed(rings({}))).toBe(false);
  expect(parsed([...rings({ percent: 5 }).slice(0, 1), { name: "RING 0", members: members({}) }])).toBe(false);
  expect(parsed([...rings({ percent: 5 }).slice(0, 1), { name: "b", members: members({ percent: 50 }) }])).toBe(false);
});
