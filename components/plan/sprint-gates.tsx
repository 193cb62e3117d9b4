"use client";

import { ChevronRight } from "lucide-react";
import { InlineUntrusted } from "@/components/ui/revealed";
import { StageBadge } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { Sprint } from "@/lib/plan/contract";
import type { Gate } from "@/lib/plan/gate-contract";
import { GateRequirements } from "./gate-requirements";
import { CalendarDay, GateMark, TasksProgress } from "./plan-looks";
import { gateWords, sprintStages, sprintTime } from "./plan-words";

type Props = { sprints: readonly Sprint[]; today: string; mayAccept: boolean; mayEnd: boolean };

/** The three sprints side by side: time left, tasks, and whether the gate is open. */
export function SprintGates({ sprints, today, ...may }: Props) {
  return (
    <div className="mb-8 grid gap-x-8 gap-y-6 lg:grid-cols-3">
      {sprints.map((sprint) => (
        <SprintGate key={sprint.number} sprint={sprint} today={today} {...may} />
      ))}
    </div>
  );
}

function SprintGate({ sprint, today, ...may }: { sprint: Sprint } & Omit<Props, "sprints">) {
  const { number, goal, from, until, tasks, gate } = sprint;
  const now = today >= from && today <= until;
  return (
    <section
      aria-labelledby={`sprint-${number}`}
      className={`min-w-0 border-t-2 pt-3 ${now ? "border-accent" : "border-line"}`}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id={`sprint-${number}`} className="text-base">
          <span className="sr-only">Sprint {number}: </span>
          <StageBadge stage={sprintStages[number] ?? "none"} />
        </h2>
        <GateMark state={gate.state} />
        <span className="ml-auto text-muted text-xs">{sprintTime(sprint, today)}</span>
      </div>
      <p className="mt-2 text-muted text-xs">
        <CalendarDay day={from} /> to <CalendarDay day={until} />
      </p>
      <p className="mt-2 text-sm">{goal}</p>
      <TasksProgress className="mt-3" tasks={tasks} />
      <p className="mt-3 text-sm">
        <span className="font-medium">Gate: </span>
        <InlineUntrusted text={gate.why} max={500} />
      </p>
      <Changes gate={gate} />
      <Disclosure
        open={now}
        summary={`What the gate asks: ${gate.requirements.filter(({ state }) => state === "met").length} of ${gate.requirements.length} met`}
      >
        <GateRequirements requirements={gate.requirements} today={today} {...may} />
      </Disclosure>
    </section>
  );
}

/** The newest change, and those before it on demand: a gate that was passed and fails again is not forgotten. */
function Changes({ gate }: { gate: Gate }) {
  const [newest] = gate.changes;
  if (!newest) return <p className="mt-1 text-muted text-xs">Not recorded yet; that follows within half a minute.</p>;
  return (
    <Disclosure
      summary={
        <>
          {gateWords[newest.state].label} since <Time at={newest.at} />
        </>
      }
    >
      <ol className="space-y-2">
        {gate.changes.map(({ state, why, at }) => (
          <li key={at} className="text-xs">
            <span className="font-medium">{gateWords[state].label}</span> <Time at={at} className="text-muted" />
            <span className="block text-muted">
              <InlineUntrusted text={why} max={300} />
            </span>
          </li>
        ))}
      </ol>
    </Disclosure>
  );
}

type DisclosureProps = { summary: React.ReactNode; children: React.ReactNode; open?: boolean };

function Disclosure({ summary, children, open }: DisclosureProps) {
  return (
    <details open={open} className="group mt-2">
      <summary className="flex min-h-6 cursor-pointer list-none items-center gap-1 text-muted text-xs hover:text-ink [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden="true" className="size-3.5 shrink-0 group-open:rotate-90" />
        <span>{summary}</span>
      </summary>
      <div className="mt-2 pl-1">{children}</div>
    </details>
  );
}
