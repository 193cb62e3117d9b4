/** When to try again, what an answer means, and how a sink stands. Pure, clock and chance are arguments. */
import type { SinkState } from "./contract";

/** What became of one message. */
export type Sent =
  | { kind: "accepted" }
  /** The place refuses these events as they are; sent in smaller parts, the others may pass. */
  | { kind: "refused"; reason: string }
  /** The place cannot take anything now: down, slow, wrong token. Nothing is given up. */
  | { kind: "failed"; reason: string; retryAfterMs?: number | undefined };

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 300_000;
const LONGEST_ASKED_MS = 3_600_000;

/** Doubles with each failure up to five minutes, the upper half of it by chance, so that many do not come back together. */
export function backOffMs(failures: number, chance: number, askedMs = 0): number {
  const full = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(20, Math.max(0, failures - 1)));
  return Math.max(Math.round(full / 2 + (full / 2) * chance), Math.min(askedMs, LONGEST_ASKED_MS));
}

/** Retry-After: seconds, or a date. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header.trim()) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** This many single events refused in a row are no longer bad luck: the place is at fault, and nothing more is parked. */
export const MOST_REFUSED_IN_ROW = 10;
const BEHIND_MS = 60_000;

type Standing = {
  status: string;
  failures: number;
  lagMs: number;
  lastDeliveredAt: Date | null;
  caughtUpAt: Date | null;
};

export function sinkState({ status, failures, lagMs, lastDeliveredAt, caughtUpAt }: Standing): SinkState {
  if (status === "paused") return "paused";
  if (failures > 0) return "failing";
  if (lagMs > BEHIND_MS) return "behind";
  return lastDeliveredAt || caughtUpAt ? "delivering" : "waiting";
}

/** After a refusal half as much is sent, after a success twice as much, up to the most that the kind allows. */
export const smaller = (size: number): number => Math.max(1, Math.floor(size / 2));
export const larger = (size: number, most: number): number => Math.min(most, size * 2);

/** A sink that has failed for as long as this, or refused our credentials, becomes a finding. */
export const FAILING_AFTER_MS = 60_000;
