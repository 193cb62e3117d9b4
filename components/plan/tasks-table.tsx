"use client";

import type { ReactNode } from "react";
import { type Column, DataTable } from "@/components/ui/data-table";
import { InlineUntrusted } from "@/components/ui/revealed";
import { slipWords } from "@/lib/plan/rules";
import type { Task } from "@/lib/plan/task-contract";
import { CalendarDay, TaskMark } from "./plan-looks";
import { taskHref } from "./plan-words";

/** Whose it is; nobody is said as such, and so is somebody who is no longer here. */
export function Owner({ owner }: Pick<Task, "owner">) {
  if (!owner) return <span className="text-muted">Nobody</span>;
  return (
    <span className={owner.active ? undefined : "text-hold"}>
      <InlineUntrusted text={owner.name} max={60} />
      {owner.active ? null : " (no longer here)"}
    </span>
  );
}

/** The date, that it is overdue, and how far it slipped. */
export function Due({ task: { dueOn, overdue, daysLater } }: { task: Task }) {
  const slip = slipWords(daysLater);
  return (
    <span className="text-xs">
      <CalendarDay day={dueOn} className={overdue ? "font-medium text-deny" : undefined} />
      {overdue ? <span className="text-deny"> Overdue</span> : null}
      {slip ? <span className="block text-hold">{slip}</span> : null}
    </span>
  );
}

export const waitsFor = ({ dependsOn }: Task): Task["dependsOn"] =>
  dependsOn.filter(({ status }) => status !== "done" && status !== "not_needed");

const columns: readonly Column<Task>[] = [
  {
    id: "title",
    header: "Task",
    wrap: true,
    cell: (task) => (
      <span>
        <InlineUntrusted text={task.title} max={160} />
      </span>
    ),
  },
  { id: "sprint", header: "Sprint", width: "4.5rem", hideBelow: "md", cell: ({ sprint }) => sprint },
  { id: "owner", header: "Owner", width: "18%", wrap: true, cell: ({ owner }) => <Owner owner={owner} /> },
  { id: "status", header: "Status", width: "8rem", cell: ({ status }) => <TaskMark status={status} /> },
  {
    id: "waits",
    header: "Waits for",
    width: "18%",
    wrap: true,
    hideBelow: "lg",
    hideOnPhone: true,
    cell: (task) => (
      <span className="text-muted text-xs">
        {waitsFor(task).length > 0 ? (
          <InlineUntrusted
            text={waitsFor(task)
              .map(({ title }) => title)
              .join(", ")}
            max={160}
          />
        ) : (
          "–"
        )}
      </span>
    ),
  },
  {
    id: "evidence",
    header: "Evidence",
    width: "5.5rem",
    align: "end",
    hideBelow: "lg",
    hideOnPhone: true,
    cell: ({ evidence }) => <span className="text-muted text-xs">{evidence}</span>,
  },
  { id: "due", header: "Due", width: "11rem", wrap: true, cell: (task) => <Due task={task} /> },
];

export const TasksTable = ({ tasks, empty }: { tasks: readonly Task[]; empty: ReactNode }) => (
  <DataTable
    caption="Tasks of the plan"
    columns={columns}
    rows={tasks}
    rowKey={({ id }) => id}
    rowHref={taskHref}
    empty={empty}
  />
);
