"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useUrlFilters } from "@/components/shell/use-url-filters";
import { Button } from "@/components/ui/button";
import { EmptyState, NoMatch } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { plural } from "@/components/ui/format-number";
import { PageHeader, Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { LinkBoxes } from "@/components/ui/tabs";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { filterHref } from "@/lib/client/url-filters";
import { listPeopleOp } from "@/lib/identity/contract";
import { getPlanOp, type Plan } from "@/lib/plan/contract";
import { listTasksOp, type TaskFilters } from "@/lib/plan/task-contract";
import { AcceptedRisks } from "./accepted-risks";
import { AddTask } from "./add-task";
import { Baselines } from "./baselines";
import { PlanActs } from "./plan-acts";
import { CalendarDay } from "./plan-looks";
import { dayOfPlan, type PlanViewName, taskStatusWords, viewWords, workingDayWords } from "./plan-words";
import { SprintGates } from "./sprint-gates";
import { NoPlan } from "./start-plan";
import { TasksBoard } from "./tasks-board";
import { TasksTable } from "./tasks-table";
import { TasksTimeline } from "./tasks-timeline";

export type PlanPlace = {
  view: PlanViewName;
  filters: TaskFilters;
  viewerId: string;
  mayManage: boolean;
  mayAccept: boolean;
};

const path = "/plan";
const live = { audit: [getPlanOp.id, listTasksOp.id], findings: [getPlanOp.id], maturity: [getPlanOp.id] };
/** Gates look at every agent, so that a busy audit log must not have them read anew each second. */
const LIVE_MS = 5_000;

export function PlanView({ place }: { place: PlanPlace }) {
  const { data } = useSuspenseQuery(optionsFor(getPlanOp, {}));
  useLive(live, { everyMs: LIVE_MS });
  const { plan, earlier } = data;
  return (
    <>
      <PageHeader
        title="Plan"
        description="Ninety days from seeing every agent to containing it. Gates are computed from live facts; nobody ticks them."
        status={plan ? <span className="text-muted text-sm">{dayOfPlan(plan)}</span> : null}
        meta={plan ? <PlanFacts plan={plan} /> : null}
        actions={plan ? <PlanActs plan={plan} mayManage={place.mayManage} /> : null}
      />
      {plan ? (
        <>
          <SprintGates sprints={plan.sprints} today={plan.today} mayAccept={place.mayAccept} mayEnd={place.mayManage} />
          <Tasks plan={plan} place={place} />
          <AcceptedRisks plan={plan} mayEnd={place.mayManage} />
          <Baselines plan={plan} />
        </>
      ) : (
        <NoPlan mayStart={place.mayManage} again={earlier.length > 0} />
      )}
      <Earlier earlier={earlier} />
    </>
  );
}

function PlanFacts({ plan }: { plan: Plan }) {
  return (
    <>
      <span>
        <CalendarDay day={plan.startsOn} /> to <CalendarDay day={plan.endsOn} />
      </span>
      <span>
        {plan.timeZone}, {workingDayWords(plan.workingDays)}
      </span>
      <span>
        Gates as of <Time at={plan.gatesAsOf} />
      </span>
    </>
  );
}

function Tasks({ plan, place }: { plan: Plan; place: PlanPlace }) {
  const { data } = useSuspenseQuery(optionsFor(listTasksOp, place.filters));
  const { data: people } = useSuspenseQuery(optionsFor(listPeopleOp, {}));
  const asked = { ...place.filters, view: place.view };
  const url = useUrlFilters({
    path,
    filters: asked,
    defaults: { view: "table" },
    narrows: ["sprint", "status", "owner"],
  });
  const owners = Object.fromEntries(people.items.map(({ id, name }) => [id, name]));
  const sprints = Object.fromEntries(plan.sprints.map(({ number, title }) => [number, `${number} ${title}`]));
  const empty = url.narrowed ? (
    <NoTaskMatches clearHref={url.clearHref} />
  ) : (
    <EmptyState title="This plan has no tasks" />
  );
  return (
    <Section
      title="Tasks"
      description="A task says what somebody does; whether it worked, the gate says."
      actions={place.mayManage ? <AddTask plan={plan} people={people.items} /> : null}
    >
      <LinkBoxes
        label="Views of the tasks"
        current={place.view}
        tabs={Object.entries(viewWords).map(([id, label]) => ({
          id,
          label,
          href: filterHref(path, asked, { view: id }, { view: "table" }),
        }))}
      />
      <div aria-busy={url.pending}>
        <FilterBar
          facets={[
            url.facet("sprint", "Sprint", sprints),
            url.facet("owner", "Owner", { none: "Nobody", ...owners }),
            url.facet("status", "Status", taskStatusWords),
          ]}
          onClear={url.narrowed ? url.clear : undefined}
        >
          {url.narrowed ? `${data.items.length} of ${plural(data.total, "task")}` : plural(data.total, "task")}
        </FilterBar>
        {place.view === "table" ? <TasksTable tasks={data.items} empty={empty} /> : null}
        {place.view === "board" ? <TasksBoard tasks={data.items} viewer={place} empty={empty} /> : null}
        {place.view === "timeline" ? <TasksTimeline tasks={data.items} plan={plan} empty={empty} /> : null}
      </div>
    </Section>
  );
}

const NoTaskMatches = ({ clearHref }: { clearHref: string }) => (
  <NoMatch
    what="tasks"
    clear={
      <Button asChild>
        <Link href={clearHref}>Clear filters</Link>
      </Button>
    }
  />
);

type EarlierPlans = {
  earlier: readonly { id: string; startsOn: string; endedAt: string; endedByName: string; endReason: string }[];
};

function Earlier({ earlier }: EarlierPlans) {
  if (earlier.length === 0) return null;
  return (
    <Section title="Earlier plans">
      <ul className="space-y-1 text-sm">
        {earlier.map(({ id, startsOn, endedAt, endedByName, endReason }) => (
          <li key={id}>
            From <CalendarDay day={startsOn} />, ended <Time at={endedAt} /> by{" "}
            <InlineUntrusted text={endedByName} max={80} />: <InlineUntrusted text={endReason} max={500} />{" "}
            <a href={`/plan/export?format=csv&planId=${encodeURIComponent(id)}`} className="text-accent underline">
              Its tasks (CSV)
            </a>
          </li>
        ))}
      </ul>
    </Section>
  );
}
