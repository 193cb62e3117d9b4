import { expect, test } from "vitest";
import { RiskTier, Strength } from "@/sdk/wire/words";
import { troublesOf, type WatchedRow } from "./fleet-findings";
import { demandedStrength, kindsOf, strengthAt, strengthOf, strengthRank } from "./rules";

const quiet: WatchedRow = {
  id: "pep_1",
  name: "Billing",
  state: "connected",
  strength: 2,
  demanded: 2,
  weak: false,
  drifting: false,
  gappy: false,
  skewed: false,
  revision: 4,
  desiredRevision: 4,
  refusedRevision: null,
  refusedReason: null,
  lastSeenAt: new Date(0),
  lost: 0,
  gaps: 0,
  skewMs: 0,
};

test("sensitive data demands as much as the highest tier, and a higher tier never less than a lower one", () => {
  for (const name of ["personal", "health", "payment", "secrets"])
    expect(demandedStrength({ riskTier: "low", dataClasses: [name] })).toBe("mandatory");
  const ranks = RiskTier.options.map((riskTier) =>
    strengthRank(demandedStrength({ riskTier, dataClasses: ["internal"] })),
  );
  expect(ranks).toEqual([...ranks].sort());
  expect(demandedStrength({ riskTier: "critical", dataClasses: [] })).toBe("mandatory");
});

test("strengths, their ranks and their kinds agree, and an unknown rank is taken for the strictest", () => {
  for (const strength of Strength.options) {
    expect(strengthAt(strengthRank(strength))).toBe(strength);
    for (const kind of kindsOf(strength)) expect(strengthOf(kind)).toBe(strength);
  }
  expect(strengthAt(9)).toBe("mandatory");
});

test("a point with nothing wrong has no finding", () => {
  expect(troublesOf(quiet)).toEqual([]);
  expect(troublesOf({ ...quiet, state: "stale" })).toEqual([]);
});

test("each trouble is one finding about the point, with a sentence of what to do", () => {
  const row = {
    ...quiet,
    weak: true,
    drifting: true,
    gappy: true,
    skewed: true,
    state: "unreachable",
    skewMs: -40_000,
  };
  const found = troublesOf(row);
  expect(found.map(({ kind }) => kind)).toEqual([
    "point.weak",
    "point.drift",
    "point.stale",
    "point.gap",
    "point.skew",
  ]);
  for (const { subject, title, mend } of found) {
    expect(subject).toEqual({ kind: "point", id: "pep_1", name: "Billing" });
    expect(title).toContain("Billing");
    expect(mend).toMatch(/\.$/);
  }
});

test("a refused bundle is graver than one that has not come", () => {
  const drifting = { ...quiet, drifting: true, revision: 3 };
  expect(troublesOf(drifting)[0]?.severity).toBe("medium");
  const refused = troublesOf({ ...drifting, refusedRevision: 4, refusedReason: "its signature does not match" });
  expect(refused[0]).toMatchObject({ severity: "high", detail: { reason: "its signature does not match" } });
});

test("a dismissed loss or clock does not come back for a number that grows", () => {
  const factsOf = (row: WatchedRow) => troublesOf(row).map(({ facts }) => facts);
  const gappy = { ...quiet, gappy: true, lost: 3 };
  expect(factsOf(gappy)).toEqual(factsOf({ ...gappy, lost: 9 }));
  const skewed = { ...quiet, skewed: true, skewMs: 40_000 };
  expect(factsOf(skewed)).toEqual(factsOf({ ...skewed, skewMs: 60_000 }));
  expect(factsOf(skewed)).not.toEqual(factsOf({ ...skewed, skewMs: -40_000 }));
});
