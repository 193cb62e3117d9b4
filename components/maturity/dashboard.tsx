"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { DecisionsOfDay } from "@/components/activity/decisions-of-day";
import { PlanGlance } from "@/components/plan/plan-glance";
import { PageHeader, Section } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { getOverviewOp, type Overview } from "@/lib/maturity/contract";
import { listActionsOp } from "@/lib/maturity/standing-contract";
import { getPlanOp } from "@/lib/plan/contract";
import { ActionList } from "./action-list";
import { NextList } from "./next-list";
import { Onboarding } from "./onboarding";
import { OverviewFigures } from "./overview-figures";
import { StageStanding } from "./stage-standing";
import { TrendSection } from "./trend-section";

const live = {
  audit: [getOverviewOp.id],
  activity: [getOverviewOp.id],
  points: [getOverviewOp.id],
  maturity: [getOverviewOp.id, listActionsOp.id, getPlanOp.id],
};

/** The rest is a click away; a list as long as the fleet would bury what stands below it on a phone. */
const MOST_NEXT = 6;

type DashboardProps = {
  onboarding: boolean;
  seesAudit: boolean;
  /** The range of the trend. */
  days: 7 | 30 | 90;
};

/** Where the organisation stands and what to do next, computed from what is stored. */
export function Dashboard({ onboarding, seesAudit, days }: DashboardProps) {
  const { data: overview } = useSuspenseQuery(optionsFor(getOverviewOp, {}));
  useLive(live, { everyMs: 10_000 });
  // Figures of nothing would bury the one thing to do.
  const fresh = onboarding && overview.agents.total === 0 && overview.calls24h.total === 0;
  return (
    <>
      <PageHeader
        title="Dashboard"
        description="Where your agents stand, computed from what is stored now."
        meta={
          <span>
            as of <Time at={overview.asOf} />
          </span>
        }
      />
      {onboarding ? <Onboarding /> : null}
      {fresh ? <p className="text-muted text-sm">Stages and figures stand here as soon as there is an agent.</p> : null}
      {fresh ? null : <Standing overview={overview} seesAudit={seesAudit} days={days} />}
    </>
  );
}

type StandingProps = { overview: Overview } & Omit<DashboardProps, "onboarding">;

function Standing({ overview, seesAudit, days }: StandingProps) {
  return (
    <>
      <StageStanding overview={overview} />
      <OverviewFigures overview={overview} seesAudit={seesAudit} />
      <PlanGlance />
      <TrendSection days={days} path="/" most={3} causes={2} />
      <div className="grid gap-x-12 xl:grid-cols-[minmax(0,1.25fr)_minmax(0,1fr)]">
        <div className="min-w-0">
          <Section title="Decisions in the last 24 hours" actions={<AllCalls />}>
            <DecisionsOfDay />
            <Coverage calls={overview.calls24h} />
          </Section>
          <NextActions />
        </div>
        <Section
          id="next"
          title="Next"
          description="The lowest agents first, with what is missing and where it is mended."
          actions={<AllFailing />}
        >
          <NextList next={overview.next.slice(0, MOST_NEXT)} />
        </Section>
      </div>
    </>
  );
}

/** What would raise the score most; the page about maturity has the rest. */
function NextActions() {
  const { data: actions } = useSuspenseQuery(optionsFor(listActionsOp, {}));
  return (
    <Section
      id="actions"
      title="Next best actions"
      description="What each alone would add to the organisation's score."
      actions={
        <Link href="/maturity#actions" className="inline-flex min-h-6 items-center text-accent text-xs hover:underline">
          All of them
        </Link>
      }
    >
      <ActionList actions={actions.items} measured={actions.lookedAt !== null} most={3} />
    </Section>
  );
}

const AllCalls = () => (
  <Link href="/activity" className="inline-flex min-h-6 items-center text-accent text-xs hover:underline">
    All calls
  </Link>
);

const AllFailing = () => (
  <Link href="/maturity" className="inline-flex min-h-6 items-center text-accent text-xs hover:underline">
    By requirement
  </Link>
);

/** A permitted call without word of its outcome is one that nobody knows the end of. */
function Coverage({ calls }: { calls: Overview["calls24h"] }) {
  if (calls.permitted === 0) {
    return <p className="mt-3 text-muted text-xs">– Known outcomes: no call was permitted in this time.</p>;
  }
  const share = Math.floor((calls.withOutcome / calls.permitted) * 1000) / 10;
  return (
    <p className="mt-3 text-muted text-xs">
      <span className="font-medium text-ink tabular-nums">{share} %</span> of {calls.permitted.toLocaleString("en-GB")}{" "}
      permitted calls have a known outcome.
    </p>
  );
}
