/** A replay in words. */
import { formatCount, plural } from "@/components/ui/format-number";
import type { Replay, ReplayResult } from "@/lib/replay/contract";

export const statusWords: Record<Replay["status"], string> = {
  waiting: "Waits for the worker",
  running: "Runs",
  done: "Finished",
  failed: "Failed",
  cancelled: "Cancelled",
};

const DAY_MS = 86_400_000;
export const daysOf = ({ from, to }: Pick<Replay, "from" | "to">): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** One digit where it matters: "0.4", "12". */
export const aDay = (rate: number): string =>
  rate === 0 || rate >= 10 ? formatCount(Math.round(rate)) : rate < 0.1 ? "under 0.1" : rate.toFixed(1);

/** On what the figures rest, and what they leave out. */
export function basisWords({ looked, unreadable, cut }: ReplayResult): string {
  const all = `${plural(looked, "recorded call was", "recorded calls were")} decided under both sets, with the agents, tools and rules of now.`;
  const left =
    unreadable === 0
      ? ""
      : ` ${plural(unreadable, "call", "calls")} could not be judged again: what is recorded is not all of the arguments.`;
  return `${all}${left}${cut ? " There are more calls in this time: only the newest were looked at." : ""}`;
}
