import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { MaturityView } from "@/components/maturity/maturity-view";
import { IgnoredNote } from "@/components/shell/ignored-note";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { addressOf, readFilters, type Search } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";
import { getScore } from "@/lib/maturity/get-score";
import { getTrend } from "@/lib/maturity/get-trend";
import { getTrendOp } from "@/lib/maturity/history-contract";
import { listActions } from "@/lib/maturity/list-actions";
import { listBenchmarks } from "@/lib/maturity/list-benchmarks";
import { getScoreOp, listActionsOp, listBenchmarksOp } from "@/lib/maturity/standing-contract";

export const metadata: Metadata = { title: "Maturity" };

export default async function MaturityPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const ctx = await pageContext(addressOf("/maturity", search));
  const { filters, ignored } = readFilters(getTrendOp.input, search);
  return pageOrRefusal("Maturity", async () => {
    const state = await seeded(
      { options: optionsFor(getScoreOp, {}), data: getScore(ctx, {}) },
      { options: optionsFor(listActionsOp, {}), data: listActions(ctx, {}) },
      { options: optionsFor(listBenchmarksOp, {}), data: listBenchmarks(ctx, {}) },
      { options: optionsFor(getTrendOp, filters), data: getTrend(ctx, filters) },
    );
    return (
      <HydrationBoundary state={state}>
        <IgnoredNote ignored={ignored} />
        <MaturityView days={filters.days} />
      </HydrationBoundary>
    );
  });
}
