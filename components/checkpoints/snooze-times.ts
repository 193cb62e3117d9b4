/** For how long a request can be put aside: what leaves time to decide it afterwards. Pure. */

const MINUTE = 60_000;
/** Coming back with less than this left would be no time to read it. */
const LEAST_LEFT = 2 * MINUTE;

const waits = [
  { label: "10 minutes", ms: 10 * MINUTE },
  { label: "1 hour", ms: 60 * MINUTE },
  { label: "4 hours", ms: 240 * MINUTE },
  { label: "1 day", ms: 1_440 * MINUTE },
] as const;

export type SnoozeTime = { label: string; until: string };

export function snoozeTimes(now: number, expiresAt: string): SnoozeTime[] {
  const end = Date.parse(expiresAt) - LEAST_LEFT;
  const times = waits
    .filter(({ ms }) => now + ms <= end)
    .map(({ label, ms }) => ({ label: `For ${label}`, until: new Date(now + ms).toISOString() }));
  const half = now + (Date.parse(expiresAt) - now) / 2;
  return half - now >= MINUTE
    ? [...times, { label: "For half of its time", until: new Date(half).toISOString() }]
    : times;
}
