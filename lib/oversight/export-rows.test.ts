import { expect, test } from "vitest";
import type { Approver, Measured, Oversight } from "./contract";
import { defaults } from "./contract";
import { columns, csvOf, rowsOf } from "./export-rows";

const some = (value: number | null): Measured => ({ value, n: 30, why: value === null ? "too few" : null });
const figures = {
  votes: 30,
  approved: 20,
  denied: 10,
  seconds: { p10: some(3), p50: some(9), p90: some(40) },
  fast: some(0.2),
  disagreed: some(null),
  decoys: { caught: 4, missed: 1, rate: some(0.8) },
};
const approver: Approver = {
  ...figures,
  person: { id: "usr_1", name: "=HYPERLINK(1)", active: true },
  streak: { now: 2, longest: 7 },
  load: { perDay: some(1), busiestHour: 4, waiting: 1 },
  findings: [],
  watchedSince: null,
};
const oversight: Oversight = {
  asOf: "2026-11-28T10:00:00.000Z",
  from: "2026-10-29T10:00:00.000Z",
  days: 30,
  setting: { ...defaults, version: 0, updatedAt: null, updatedByName: null },
  all: {
    ...figures,
    requests: { ended: 1, approved: 1, denied: 0, expired: 0 },
    decoysUnanswered: 0,
    buckets: [],
    secondReviews: 0,
  },
  approvers: [approver],
};

test("every line has a cell for every column, and a figure that there is not is empty", () => {
  for (const row of rowsOf(oversight)) expect(row).toHaveLength(columns.length);
  const csv = csvOf(oversight, "Northwind");
  expect(csv).toContain("usr_1,'=HYPERLINK(1),30,20,10,3,9,40,0.2,30,,30,2,7,1,4,1,4,1,0.8,,\r\n");
});
