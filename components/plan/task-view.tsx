"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { wordsOfAction } from "@/components/audit/action-words";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { KeyValue } from "@/components/ui/key-value";
import { PageHeader, Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { slipWords } from "@/lib/plan/rules";
import { getTaskOp, type WholeTask } from "@/lib/plan/task-contract";
import { EditTask } from "./edit-task";
import { CalendarDay, TaskMark } from "./plan-looks";
import { taskHref } from "./plan-words";
import { StatusSelect } from "./status-select";
import { TaskRemarks } from "./task-remarks";
import { maySetStatus } from "./tasks-board";
import { Owner } from "./tasks-table";

type Viewer = { viewerId: string; mayManage: boolean; mayWork: boolean };
const live = { audit: [getTaskOp.id] };

/** One task: whose it is, by when, what it waits for, what shows that it was done, and what was said. */
export function TaskView({ id, viewer }: { id: string; viewer: Viewer }) {
  const { data: task } = useSuspenseQuery(optionsFor(getTaskOp, { id }));
  useLive(live);
  const open = task.planActive;
  return (
    <>
      <PageHeader
        title={<InlineUntrusted text={task.title} max={200} />}
        trail={<Breadcrumb items={[{ label: "Plan", href: "/plan" }, { label: `Sprint ${task.sprint}` }]} />}
        description={task.detail === "" ? undefined : <InlineUntrusted text={task.detail} max={1000} />}
        status={<TaskMark status={task.status} pill />}
        actions={open && viewer.mayManage ? <EditTask task={task} /> : null}
      />
      {open ? null : (
        <Callout title="Its plan has ended" className="mb-5">
          Nothing of it changes any more.
        </Callout>
      )}
      {task.statusReason ? (
        <Callout title="Not needed" className="mb-5">
          <InlineUntrusted text={task.statusReason} max={500} />
        </Callout>
      ) : null}
      <div className="grid gap-x-12 xl:grid-cols-[minmax(0,1.5fr)_minmax(0,1fr)]">
        <div className="min-w-0">
          <TaskRemarks task={task} mayWrite={open && viewer.mayWork} />
        </div>
        <div className="min-w-0">
          <Section title="Facts">
            <Facts task={task} maySet={open && maySetStatus(task, viewer)} />
          </Section>
          <Section title="History">
            <History steps={task.history} />
          </Section>
        </div>
      </div>
    </>
  );
}

function Facts({ task, maySet }: { task: WholeTask; maySet: boolean }) {
  const slip = slipWords(task.daysLater);
  return (
    <>
      <KeyValue
        items={[
          { label: "Owner", value: <Owner owner={task.owner} /> },
          { label: "Status", value: maySet ? <StatusSelect task={task} /> : <TaskMark status={task.status} /> },
          {
            label: "Due",
            value: (
              <>
                <CalendarDay day={task.dueOn} className={task.overdue ? "font-medium text-deny" : undefined} />
                {task.overdue ? <span className="text-deny"> Overdue</span> : null}
              </>
            ),
          },
          {
            label: "First planned",
            value: (
              <>
                <CalendarDay day={task.firstDueOn} />
                {slip ? <span className="block text-hold text-xs">{slip}</span> : null}
              </>
            ),
          },
          ...(task.baselines.length > 1 ? [{ label: "Baselines", value: <BaselineDays task={task} /> }] : []),
          { label: "Waits for", value: <WaitsFor task={task} /> },
        ]}
      />
      {task.href ? (
        <Button asChild size="sm" className="mt-3">
          <Link href={task.href}>Where it is done</Link>
        </Button>
      ) : null}
    </>
  );
}

const BaselineDays = ({ task: { baselines } }: { task: WholeTask }) => (
  <ol>
    {baselines.map(({ number, dueOn }) => (
      <li key={number}>
        {number}: {dueOn ? <CalendarDay day={dueOn} /> : "not planned yet"}
      </li>
    ))}
  </ol>
);

function WaitsFor({ task: { dependsOn } }: { task: WholeTask }) {
  if (dependsOn.length === 0) return <span className="text-muted">Nothing</span>;
  return (
    <ul className="space-y-1">
      {dependsOn.map((one) => (
        <li key={one.id} className="flex flex-wrap items-center gap-x-2">
          <Link href={taskHref(one)} className="inline-block min-h-6 hover:underline">
            <InlineUntrusted text={one.title} max={160} />
          </Link>
          <TaskMark status={one.status} />
        </li>
      ))}
    </ul>
  );
}

function History({ steps }: { steps: WholeTask["history"] }) {
  if (steps.length === 0) return <p className="text-muted text-sm">Nothing happened to it yet.</p>;
  return (
    <ol className="space-y-2.5">
      {steps.map(({ id, action, at, byName, what }) => (
        <li key={id} className="text-sm">
          <p>
            {wordsOfAction(action)}{" "}
            <span className="text-muted">
              by <InlineUntrusted text={byName} max={80} />, <Time at={at} />
            </span>
          </p>
          {what ? (
            <p className="text-muted text-xs">
              <InlineUntrusted text={what} max={500} />
            </p>
          ) : null}
        </li>
      ))}
    </ol>
  );
}
