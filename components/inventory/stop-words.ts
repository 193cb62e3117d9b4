/** How far a stop order has come, as figures for one sentence. Pure: nothing unconfirmed is ever counted as stopped. */
import type { StopOrder } from "@/lib/enforcement/stop-contract";

export type StopProgress = {
  total: number;
  confirmed: number;
  pending: number;
  unreachable: number;
  /** From the order to the last confirmation. */
  lastMs: number | null;
  /** When the last of the unreachable ones stops by itself; null when any of them cannot be given an end. */
  stopsBy: string | null;
  /** Every point has confirmed, or none was there to be told. */
  done: boolean;
};

export function progressOf(order: Pick<StopOrder, "points">): StopProgress {
  const of = (state: StopOrder["points"][number]["state"]) => order.points.filter((point) => point.state === state);
  const confirmed = of("confirmed");
  const unreachable = of("unreachable");
  const times = confirmed.flatMap(({ ms }) => (ms === null ? [] : [ms]));
  const ends = unreachable.flatMap(({ leaseEndsAt }) => (leaseEndsAt === null ? [] : [leaseEndsAt]));
  return {
    total: order.points.length,
    confirmed: confirmed.length,
    pending: of("pending").length,
    unreachable: unreachable.length,
    lastMs: times.length > 0 ? Math.max(...times) : null,
    stopsBy: ends.length > 0 && ends.length === unreachable.length ? (ends.sort().at(-1) ?? null) : null,
    done: confirmed.length === order.points.length,
  };
}

/** Releasing is an order as well: points confirm that they let the agent act again. */
export const orderWords = {
  killed: { done: "Killed", stops: true, title: "Kill order" },
  suspended: { done: "Suspended", stops: true, title: "Suspension" },
  retired: { done: "Retired", stops: true, title: "Retirement" },
  active: { done: "Released", stops: false, title: "Release" },
  revoked: { done: "Stopped", stops: true, title: "Stopped" },
  lifted: { done: "Lifted", stops: false, title: "Lifted" },
} as const satisfies Record<StopOrder["status"], { done: string; stops: boolean; title: string }>;
