import { expect, test } from "vitest";
import { bucketSeconds, firstBucket } from "./rules";

test("no range is cut into more buckets than a chart can carry", () => {
  for (let hours = 1; hours <= 24 * 31; hours++) {
    expect((hours * 3600) / bucketSeconds(hours)).toBeLessThanOrEqual(60);
  }
});

test("buckets start on round instants, so that they do not wander as time goes on", () => {
  const early = firstBucket(new Date("2026-03-01T10:00:01.000Z"), 24);
  const late = firstBucket(new Date("2026-03-01T10:29:59.000Z"), 24);
  expect(early).toEqual(late);
  expect(early.toISOString()).toBe("2026-02-28T10:00:00.000Z");
});

test("the range that was asked for is covered whole", () => {
  const now = new Date("2026-03-01T10:17:31.000Z");
  for (const hours of [1, 7, 24, 744]) {
    expect(firstBucket(now, hours).getTime()).toBeLessThanOrEqual(now.getTime() - hours * 3_600_000);
  }
});
