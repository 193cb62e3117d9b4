import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { dayOf } from "@/components/activity/decisions-day";
import { Dashboard } from "@/components/maturity/dashboard";
import { onboardingInputs as asked, onboardingCookie } from "@/components/maturity/onboarding-inputs";
import { decidedByPeople } from "@/components/maturity/onboarding-steps";
import { IgnoredNote } from "@/components/shell/ignored-note";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { listCallsOp, summariseCallsOp } from "@/lib/activity/contract";
import { listCalls } from "@/lib/activity/list-calls";
import { summariseCalls } from "@/lib/activity/summarise-calls";
import { listCheckpointsOp } from "@/lib/checkpoints/contract";
import { listCheckpoints } from "@/lib/checkpoints/list-checkpoints";
import { optionsFor } from "@/lib/client/query-options";
import { type Seed, seeded } from "@/lib/client/seeded";
import { addressOf, readFilters, type Search } from "@/lib/client/url-filters";
import type { Ctx } from "@/lib/db/ctx";
import { unitOf } from "@/lib/db/unit";
import { listPointsOp } from "@/lib/enforcement/contract";
import { listPoints } from "@/lib/enforcement/list-points";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listToolsOp } from "@/lib/inventory/contract";
import { listTools } from "@/lib/inventory/list-tools";
import { getOverviewOp } from "@/lib/maturity/contract";
import { getOverview } from "@/lib/maturity/get-overview";
import { getTrend } from "@/lib/maturity/get-trend";
import { getTrendOp } from "@/lib/maturity/history-contract";
import { listActions } from "@/lib/maturity/list-actions";
import { listActionsOp } from "@/lib/maturity/standing-contract";
import { getPlanOp } from "@/lib/plan/contract";
import { getPlan } from "@/lib/plan/get-plan";
import { listBundlesOp } from "@/lib/policy/contract";
import { listBundles } from "@/lib/policy/list-bundles";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Dashboard" };

export default async function DashboardPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const ctx = await pageContext(addressOf("/", search));
  // Its figures are the whole organisation's, which somebody limited to a unit does not see.
  if (unitOf(ctx) !== null) redirect("/agents");
  const { filters, ignored } = readFilters(getTrendOp.input, search);
  return pageOrRefusal("Dashboard", async () => {
    const steps = await onboardingSeeds(ctx);
    const state = await seeded(
      { options: optionsFor(getOverviewOp, {}), data: getOverview(ctx, {}) },
      { options: optionsFor(listActionsOp, {}), data: listActions(ctx, {}) },
      { options: optionsFor(getTrendOp, filters), data: getTrend(ctx, filters) },
      { options: optionsFor(summariseCallsOp, dayOf()), data: summariseCalls(ctx, dayOf()) },
      { options: optionsFor(getPlanOp, {}), data: getPlan(ctx, {}) },
      ...(steps ?? []),
    );
    return (
      <HydrationBoundary state={state}>
        <IgnoredNote ignored={ignored} />
        <Dashboard onboarding={steps !== null} seesAudit={can(viewerOf(ctx).roles, "audit:read")} days={filters.days} />
      </HydrationBoundary>
    );
  });
}

/** Null once people have decided a checkpoint, for that needs all steps before it, and when somebody hid the steps. */
async function onboardingSeeds(ctx: Ctx): Promise<Seed[] | null> {
  if ((await cookies()).get(onboardingCookie)?.value === "hidden") return null;
  const closed = await listCheckpoints(ctx, asked.closed);
  if (decidedByPeople(closed.items)) return null;
  return [
    { options: optionsFor(listCheckpointsOp, asked.closed), data: Promise.resolve(closed) },
    { options: optionsFor(listPointsOp, asked.points), data: listPoints(ctx, asked.points) },
    { options: optionsFor(listToolsOp, asked.tools), data: listTools(ctx, asked.tools) },
    { options: optionsFor(listBundlesOp, asked.bundles), data: listBundles(ctx, asked.bundles) },
    { options: optionsFor(listCallsOp, asked.calls), data: listCalls(ctx, asked.calls) },
  ];
}
