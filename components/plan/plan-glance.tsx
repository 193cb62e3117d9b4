"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { StageBadge } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { optionsFor } from "@/lib/client/query-options";
import { getPlanOp, type Sprint } from "@/lib/plan/contract";
import { GateMark, TasksProgress } from "./plan-looks";
import { dayOfPlan, sprintStages, sprintTime } from "./plan-words";

/** How far the 90-day plan is, in three columns; nothing where there is none. */
export function PlanGlance() {
  const { data } = useSuspenseQuery(optionsFor(getPlanOp, {}));
  const { plan } = data;
  if (!plan) return null;
  return (
    <Section
      id="plan"
      title="Plan"
      description={
        <>
          {dayOfPlan(plan)}; gates as of <Time at={plan.gatesAsOf} />.
        </>
      }
      actions={
        <Link href="/plan" className="inline-flex min-h-6 items-center text-accent text-xs hover:underline">
          Tasks and gates
        </Link>
      }
    >
      <ol className="grid gap-x-8 gap-y-5 border-line border-t pt-3 lg:grid-cols-3">
        {plan.sprints.map((sprint) => (
          <SprintGlance key={sprint.number} sprint={sprint} today={plan.today} />
        ))}
      </ol>
    </Section>
  );
}

function SprintGlance({ sprint, today }: { sprint: Sprint; today: string }) {
  const { number, tasks, gate } = sprint;
  return (
    <li className="min-w-0">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StageBadge stage={sprintStages[number] ?? "none"} />
        <GateMark state={gate.state} />
        <span className="ml-auto text-muted text-xs">{sprintTime(sprint, today)}</span>
      </p>
      <TasksProgress className="mt-2" tasks={tasks} />
      <p className="mt-2 line-clamp-2 text-muted text-xs">
        <InlineUntrusted text={gate.why} max={300} />
      </p>
    </li>
  );
}
