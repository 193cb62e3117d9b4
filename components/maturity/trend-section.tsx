"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { TrendChart } from "@/components/charts/trend-chart";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/page-header";
import { LinkBoxes } from "@/components/ui/tabs";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { getTrendOp, type Trend } from "@/lib/maturity/history-contract";
import { TrendMoves } from "./trend-moves";

const live = { maturity: [getTrendOp.id] };
const ranges = [7, 30, 90] as const;

type TrendSectionProps = {
  days: 7 | 30 | 90;
  /** The page that keeps the range in its address. */
  path: string;
  /** How many moves are shown. */
  most?: number;
  /** How many reasons of each move are shown. */
  causes?: number;
};

/** How score and stages moved, and why. */
export function TrendSection({ days, path, most, causes }: TrendSectionProps) {
  const { data: trend } = useSuspenseQuery(optionsFor(getTrendOp, { days }));
  useLive(live);
  return (
    <Section
      id="trend"
      title="Trend"
      description={
        <>
          As of <Time at={trend.asOf} />
          {trend.lookedAt ? (
            <>
              ; agents were last looked at <Time at={trend.lookedAt} />
            </>
          ) : null}
          .
        </>
      }
      actions={
        <Link href="/maturity/changes" className="inline-flex min-h-6 items-center text-accent text-xs hover:underline">
          All changes
        </Link>
      }
    >
      <div className="mt-2">
        <LinkBoxes
          label="Range"
          current={String(days)}
          tabs={ranges.map((each) => ({ id: String(each), label: `${each} days`, href: `${path}?days=${each}` }))}
        />
      </div>
      <div className="grid gap-x-12 gap-y-6 xl:grid-cols-[minmax(0,1.25fr)_minmax(0,1fr)]">
        <Picture trend={trend} />
        <div className="min-w-0">
          <h3 className="mb-2 font-medium text-sm">Rises and falls</h3>
          <TrendMoves moves={trend.moves} movesTotal={trend.movesTotal} most={most} causes={causes} />
        </div>
      </div>
    </Section>
  );
}

/** One point is no trend, and a line through it would claim what nobody saw. */
function Picture({ trend: { steps, stepHours, since, days } }: { trend: Trend }) {
  const seen = steps.filter(({ standing }) => standing !== null).length;
  if (since === null)
    return (
      <EmptyState title="Nothing was measured yet">
        The worker looks at every agent again and again. What it finds stands here from its first look on.
      </EmptyState>
    );
  if (seen < 2) {
    const step = stepHours < 24 ? "hour" : "day";
    return (
      <EmptyState title="One point is not a trend">
        Measured since <Time at={since} absolute />, which is {seen === 1 ? `one ${step}` : `no ${step}`} of these{" "}
        {days} days. A second {step} makes a line.
      </EmptyState>
    );
  }
  return <TrendChart title={`Score and stages, ${days} days`} steps={steps} stepHours={stepHours} />;
}
