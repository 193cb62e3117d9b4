/** How a time range is cut into buckets. Pure, browser-safe. */

const WIDTHS = [60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 604_800, 2_592_000] as const;
const MOST_BUCKETS = 60;

/** Seconds of one bucket: the shortest round width that makes a chart no denser than it can be read. */
export function bucketSeconds(hours: number): number {
  return WIDTHS.find((width) => (hours * 3600) / width <= MOST_BUCKETS) ?? 2_592_000;
}

/** When the first bucket begins: on a round instant, so that the buckets stay where they are as time goes on. */
export function firstBucket(now: Date, hours: number): Date {
  const width = bucketSeconds(hours) * 1000;
  return new Date(Math.floor((now.getTime() - hours * 3_600_000) / width) * width);
}
