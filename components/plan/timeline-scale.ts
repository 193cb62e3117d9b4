/** Where days stand on the timeline, in percent of its width. Pure. */
import { addDays, daysBetween } from "@/lib/plan/rules";
import type { Task } from "@/lib/plan/task-contract";

type Span = { from: string; until: string };
export type Scale = {
  today: string;
  /** Where a day begins. */
  at: (day: string) => number;
  /** Where it ends. */
  after: (day: string) => number;
};

/** From the first day to the last, whatever was planned or has slipped beyond the ninety. */
export function scaleOf(
  { startsOn, endsOn, today }: { startsOn: string; endsOn: string; today: string },
  tasks: readonly Pick<Task, "dueOn" | "firstDueOn">[],
): Scale {
  const days = tasks.flatMap(({ dueOn, firstDueOn }) => [dueOn, firstDueOn]);
  const ordered = [startsOn, endsOn, ...days].sort();
  const first = ordered[0] ?? startsOn;
  const count = daysBetween(first, ordered.at(-1) ?? endsOn) + 1;
  const at = (day: string): number => Math.min(100, Math.max(0, (daysBetween(first, day) / count) * 100));
  return { today, at, after: (day) => at(addDays(day, 1)) };
}

/** A task can begin with its sprint, and not before what it waits for is due. */
export function spanOf(
  task: Pick<Task, "dueOn" | "dependsOn">,
  sprint: Span,
  all: readonly Pick<Task, "id" | "dueOn">[],
): Span {
  const before = all.filter(({ id }) => task.dependsOn.some((one) => one.id === id)).map(({ dueOn }) => dueOn);
  const earliest = [sprint.from, ...before.map((day) => addDays(day, 1))].sort().at(-1) ?? sprint.from;
  return { from: earliest < task.dueOn ? earliest : task.dueOn, until: task.dueOn };
}
