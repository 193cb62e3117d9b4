import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { WatchedDecisions } from "@/components/oversight/watched-decisions";
import { IgnoredNote } from "@/components/shell/ignored-note";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { addressOf, readFilters, type Search, TRAIL, trailOf } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";
import { DecisionFilters, listWatchedDecisionsOp } from "@/lib/oversight/contract";
import { listWatchedDecisions } from "@/lib/oversight/list-watched-decisions";

export const metadata: Metadata = { title: "Decisions" };

export default async function WatchedDecisionsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const ctx = await pageContext(addressOf("/checkpoints/oversight/decisions", search));
  const { filters, ignored } = readFilters(DecisionFilters, search, [TRAIL]);
  return pageOrRefusal("Decisions", async () => {
    const state = await seeded({
      options: optionsFor(listWatchedDecisionsOp, filters),
      data: listWatchedDecisions(ctx, filters),
    });
    return (
      <>
        <PageHeader
          trail={
            <Breadcrumb
              items={[
                { label: "Checkpoints", href: "/checkpoints" },
                { label: "Oversight", href: "/checkpoints/oversight" },
                { label: "Decisions" },
              ]}
            />
          }
          title="Decisions"
          description="What stands behind the figures."
        />
        <IgnoredNote ignored={ignored} />
        <HydrationBoundary state={state}>
          <WatchedDecisions filters={filters} trail={trailOf(search)} />
        </HydrationBoundary>
      </>
    );
  });
}
