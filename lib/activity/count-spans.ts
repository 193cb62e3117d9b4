/** Which parts of a time are counted from days, from hours, and call by call. Pure; UTC, as the counts are kept. */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** From the first to before the second; null is without an end on that side. */
export type Stretch = { from: Date | null; to: Date | null };
export type Stretches = { days: Stretch[]; hours: Stretch[]; calls: Stretch[] };

const floor = (width: number, time: Date) => new Date(Math.floor(time.getTime() / width) * width);
const ceil = (width: number, time: Date) => new Date(Math.ceil(time.getTime() / width) * width);

/** Each instant of the time is in exactly one stretch. */
export function stretchesOf(time: Stretch): Stretches {
  const [outside, hours] = cut(HOUR, time);
  if (hours === null) return { days: [], hours: [], calls: outside };
  const [beside, days] = cut(DAY, hours);
  return { days: days ? [days] : [], hours: beside, calls: outside };
}

/** The whole hours that hold the time. */
export const widened = ({ from, to }: Stretch): Stretch => ({
  from: from && floor(HOUR, from),
  to: to && ceil(HOUR, to),
});

/** What lies before and after the whole units, and these; null where there is none whole. */
function cut(width: number, { from, to }: Stretch): [Stretch[], Stretch | null] {
  const inner = { from: from && ceil(width, from), to: to && floor(width, to) };
  if (inner.from && inner.to && inner.from >= inner.to) return [[{ from, to }], null];
  const before = from && inner.from && from < inner.from ? [{ from, to: inner.from }] : [];
  const after = to && inner.to && inner.to < to ? [{ from: inner.to, to }] : [];
  return [[...before, ...after], inner];
}
