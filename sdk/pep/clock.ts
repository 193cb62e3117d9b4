/** Time as a parameter: `now` may be set by anyone with the machine, `monotonic` only runs forward. Both in milliseconds. */
export type Clock = { now(): number; monotonic(): number };

export const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };

let second = Number.NaN;
let upToSecond = "";

/** Milliseconds as the wire writes instants. Each call is recorded with two, and most of the text is that of the last one. */
export function instant(milliseconds: number): string {
  const whole = Math.floor(milliseconds / 1000);
  if (whole !== second) {
    upToSecond = new Date(whole * 1000).toISOString().slice(0, -4);
    second = whole;
  }
  return `${upToSecond}${String(Math.trunc(milliseconds - whole * 1000)).padStart(3, "0")}Z`;
}
