"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { InlineUntrusted } from "@/components/ui/revealed";
import { type Task, TaskStatus } from "@/lib/plan/task-contract";
import { TaskMark } from "./plan-looks";
import { taskHref, taskStatusWords } from "./plan-words";
import { StatusSelect } from "./status-select";
import { Due, Owner, waitsFor } from "./tasks-table";

type Viewer = { viewerId: string; mayManage: boolean };

/** Whoever manages the plan, and the owner of the task, say how far it is. */
export const maySetStatus = (task: Task, { viewerId, mayManage }: Viewer): boolean =>
  mayManage || task.owner?.id === viewerId;

/** The tasks by how far they are. A card moves by its list of statuses. */
export function TasksBoard({ tasks, viewer, empty }: { tasks: readonly Task[]; viewer: Viewer; empty: ReactNode }) {
  if (tasks.length === 0) return empty;
  return (
    <div className="grid gap-x-4 gap-y-6 sm:grid-cols-2 xl:grid-cols-4">
      {TaskStatus.options.map((status) => (
        <Column key={status} status={status} tasks={tasks.filter((task) => task.status === status)} viewer={viewer} />
      ))}
    </div>
  );
}

function Column({ status, tasks, viewer }: { status: TaskStatus; tasks: readonly Task[]; viewer: Viewer }) {
  return (
    <section aria-label={`${taskStatusWords[status]}: ${tasks.length}`} className="min-w-0">
      <h3 className="mb-2 flex items-center gap-2 border-line border-b pb-1.5">
        <TaskMark status={status} />
        <span className="text-faint text-xs tabular-nums">{tasks.length}</span>
      </h3>
      {tasks.length === 0 ? <p className="text-faint text-xs">None</p> : null}
      <ul className="space-y-2">
        {tasks.map((task) => (
          <li key={task.id} className="border border-line bg-surface p-2.5">
            <Card task={task} viewer={viewer} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Card({ task, viewer }: { task: Task; viewer: Viewer }) {
  const waits = waitsFor(task);
  return (
    <>
      <Link href={taskHref(task)} className="font-medium text-sm hover:underline">
        <InlineUntrusted text={task.title} max={160} />
      </Link>
      <p className="mt-1 flex flex-wrap justify-between gap-x-3 text-xs">
        <span>
          Sprint {task.sprint}, <Owner owner={task.owner} />
        </span>
        <Due task={task} />
      </p>
      {waits.length > 0 ? (
        <p className="mt-1 text-muted text-xs">
          Waits for <InlineUntrusted text={waits.map(({ title }) => title).join(", ")} max={160} />
        </p>
      ) : null}
      {maySetStatus(task, viewer) ? (
        <div className="mt-2">
          <StatusSelect task={task} />
        </div>
      ) : null}
    </>
  );
}
