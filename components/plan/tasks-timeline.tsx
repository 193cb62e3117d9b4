"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { InlineUntrusted } from "@/components/ui/revealed";
import { StageBadge, type StageValue } from "@/components/ui/status";
import type { Plan, Sprint } from "@/lib/plan/contract";
import type { Task, TaskStatus } from "@/lib/plan/task-contract";
import { CalendarDay } from "./plan-looks";
import { taskHref, taskStatusWords } from "./plan-words";
import { Due } from "./tasks-table";
import { type Scale, scaleOf, spanOf } from "./timeline-scale";

type Props = { tasks: readonly Task[]; plan: Plan; empty: ReactNode };

const stages: readonly StageValue[] = ["none", "observe", "enforce", "isolate"];
const fill: Record<TaskStatus, string> = {
  open: "border border-edge bg-surface",
  in_progress: "border border-accent bg-accent-soft",
  done: "bg-allow",
  not_needed: "border border-edge-soft border-dashed",
};

/**
 * The tasks over the days of the plan, sprint by sprint: a bar ends on the day on which the task is due. Every bar stands beside
 * its dates in words, so that nothing is told by place alone; dates change on the task's page, without dragging.
 */
export function TasksTimeline({ tasks, plan, empty }: Props) {
  if (tasks.length === 0) return empty;
  const scale = scaleOf(plan, tasks);
  return (
    <div>
      {plan.sprints.map((sprint) => {
        const own = tasks.filter((task) => task.sprint === sprint.number);
        return own.length > 0 ? (
          <SprintRows key={sprint.number} sprint={sprint} tasks={own} all={tasks} scale={scale} />
        ) : null;
      })}
      <p className="mt-2 text-muted text-xs">
        The upright line is today, <CalendarDay day={plan.today} />; a small mark is the date that was planned first.
      </p>
    </div>
  );
}

type RowsProps = { sprint: Sprint; tasks: readonly Task[]; all: readonly Task[]; scale: Scale };

function SprintRows({ sprint, tasks, all, scale }: RowsProps) {
  return (
    <section aria-label={`Sprint ${sprint.number}, ${sprint.title}`} className="mb-5">
      <h3 className="mb-1 flex flex-wrap items-center gap-x-3 text-xs">
        <StageBadge stage={stages[sprint.number] ?? "none"} />
        <span className="text-muted">
          <CalendarDay day={sprint.from} /> to <CalendarDay day={sprint.until} />
        </span>
      </h3>
      <ul className="border-line border-t">
        {tasks.map((task) => (
          <li
            key={task.id}
            className="grid items-center gap-x-4 gap-y-1 border-line border-b py-1.5 md:grid-cols-[minmax(0,18rem)_minmax(0,1fr)_11rem]"
          >
            <Link href={taskHref(task)} className="inline-block min-h-6 text-sm hover:underline">
              <InlineUntrusted text={task.title} max={160} />
              <span className="sr-only">, {taskStatusWords[task.status]}</span>
            </Link>
            <Track task={task} sprint={sprint} all={all} scale={scale} />
            <Due task={task} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Track({ task, sprint, all, scale }: { task: Task; sprint: Sprint } & Pick<RowsProps, "all" | "scale">) {
  const { from, until } = spanOf(task, sprint, all);
  const left = scale.at(from);
  return (
    <div aria-hidden="true" className="relative h-5 bg-sunken">
      <span
        className={cn("absolute inset-y-1 min-w-1.5 rounded-xs", fill[task.status], task.overdue && "border-deny")}
        style={{ left: `${left}%`, width: `${scale.after(until) - left}%` }}
      />
      {task.daysLater === 0 ? null : (
        <span className="absolute inset-y-0 w-0.5 bg-hold" style={{ left: `${scale.after(task.firstDueOn)}%` }} />
      )}
      <span className="absolute inset-y-0 w-px bg-ink" style={{ left: `${scale.at(scale.today)}%` }} />
    </div>
  );
}
