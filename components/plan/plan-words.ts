/** The plan as people read it. Typed by the contracts, so that a new word needs words to compile. */
import { plural } from "@/components/ui/format-number";
import type { StageValue } from "@/components/ui/status";
import type { Plan } from "@/lib/plan/contract";
import type { GateState } from "@/lib/plan/gate-contract";
import { daysBetween, PLAN_DAYS } from "@/lib/plan/rules";
import type { RemarkKind, TaskStatus } from "@/lib/plan/task-contract";

export const taskStatusWords: Record<TaskStatus, string> = {
  open: "Open",
  in_progress: "In progress",
  done: "Done",
  not_needed: "Not needed",
};

export const gateWords: Record<GateState, { label: string; help: string }> = {
  met: { label: "Met", help: "everything that the gate asks is so now" },
  accepted: { label: "Accepted", help: "what fails is carried by named people for a time; it is not met" },
  unmet: { label: "Not met", help: "something that the gate asks is not so" },
  reopened: { label: "Reopened", help: "it was passed before, and something that it asks fails again" },
  unknown: { label: "Unknown", help: "something that the gate asks cannot be measured, so it is not met" },
};

export const remarkWords: Record<RemarkKind, string> = { comment: "Comment", note: "Evidence", link: "Evidence" };

export const viewWords = { table: "Table", board: "Board", timeline: "Timeline" } as const;
export type PlanViewName = keyof typeof viewWords;

export const weekDayWords = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

/** "Mon, 30 Nov 2026": a calendar day is the same for every reader, so no zone is asked. */
const long = new Intl.DateTimeFormat("en-GB", {
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});
export const dayWords = (day: string): string => long.format(new Date(`${day}T00:00:00Z`));

/** How a day lies to today: "today", "in 3 days", "2 days ago". */
export function fromToday(day: string, today: string): string {
  const days = daysBetween(today, day);
  if (days === 0) return "today";
  const count = `${Math.abs(days)} day${Math.abs(days) === 1 ? "" : "s"}`;
  return days > 0 ? `in ${count}` : `${count} ago`;
}

/** What is left of a sprint. */
export function sprintTime({ from, until }: { from: string; until: string }, today: string): string {
  if (today < from) return `begins ${fromToday(from, today)}`;
  const left = daysBetween(today, until);
  if (left < 0) return `ended ${fromToday(until, today)}`;
  return left === 0 ? "its last day" : `${left} day${left === 1 ? "" : "s"} left`;
}

export const workingDayWords = (days: readonly number[]): string =>
  days.map((day) => weekDayWords[day - 1] ?? "").join(", ");

export const taskHref = ({ id }: { id: string }): string => `/plan/tasks/${encodeURIComponent(id)}`;

/** The stage that each sprint leads to, by its number. */
export const sprintStages: readonly StageValue[] = ["none", "observe", "enforce", "isolate"];

export function dayOfPlan({ startsOn, today }: Plan): string {
  const day = daysBetween(startsOn, today) + 1;
  if (day < 1) return `Begins in ${plural(1 - day, "day")}`;
  return day > PLAN_DAYS ? `${plural(day - PLAN_DAYS, "day")} past its ${PLAN_DAYS}` : `Day ${day} of ${PLAN_DAYS}`;
}
