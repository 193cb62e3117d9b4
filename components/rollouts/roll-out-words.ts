/** Words and looks of roll-outs and rings. */
import { Check, CircleDashed, CircleDot, Pause, SkipForward, Undo2 } from "lucide-react";
import type { StatusProps } from "@/components/ui/status";
import type { RingMembers } from "@/lib/policy/ring-contract";
import type { RollOutRing, RollOutStatus } from "@/lib/rollouts/contract";

type Look = Pick<StatusProps, "tone" | "icon" | "label">;

export const statusLook: Record<RollOutStatus, Look> = {
  running: { tone: "neutral", icon: CircleDot, label: "Under way" },
  waiting: { tone: "hold", icon: Pause, label: "Waits for somebody" },
  halted: { tone: "hold", icon: Pause, label: "Halted" },
  completed: { tone: "allow", icon: Check, label: "In force everywhere" },
  rolledBack: { tone: "deny", icon: Undo2, label: "Rolled back" },
};

export const ringLook: Record<RollOutRing["state"], Look> = {
  waiting: { tone: "neutral", icon: CircleDashed, label: "Not reached" },
  skipped: { tone: "unknown", icon: SkipForward, label: "Skipped: no points" },
  reached: { tone: "neutral", icon: CircleDot, label: "Reached" },
  passed: { tone: "allow", icon: Check, label: "Passed" },
};

/** Of a ring that was reached by what has been rolled back since. */
export const takenBackLook: Look = { tone: "deny", icon: Undo2, label: "Taken back" };

/** Who is in a ring, in a sentence without its end. */
export function membersWords({ points, environments, teams, percent }: RingMembers): string {
  const parts = [
    points.length > 0 ? (points.length === 1 ? "1 point by name" : `${points.length} points by name`) : null,
    environments.length > 0 ? `points of ${environments.join(", ")} alone` : null,
    teams.length > 0 ? `points of the teams ${teams.join(", ")} alone` : null,
    percent > 0 ? `${percent} % of all points` : null,
  ].flatMap((part) => part ?? []);
  return parts.length > 0 ? parts.join("; ") : "all others";
}

export const shareWords = (part: number, whole: number): string =>
  whole === 0 ? "–" : `${Math.round((part / whole) * 1000) / 10} %`;
