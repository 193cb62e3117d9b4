import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { ReadCard } from "@/components/discovery/read-card";
import { SightingsView } from "@/components/discovery/sightings-view";
import { IgnoredNote } from "@/components/shell/ignored-note";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { addressOf, readFilters, type Search, TRAIL, trailOf } from "@/lib/client/url-filters";
import { listSightingsOp, SightingFilters } from "@/lib/discovery/contract";
import { listSightings } from "@/lib/discovery/list-sightings";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Discovered agents" };

export default async function DiscoveredPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const ctx = await pageContext(addressOf("/agents/discovered", search));
  const { filters, ignored } = readFilters(SightingFilters, search, [TRAIL]);
  const mayReview = can(viewerOf(ctx).roles, "discovery:review");
  return pageOrRefusal("Discovered agents", async () => {
    const state = await seeded({ options: optionsFor(listSightingsOp, filters), data: listSightings(ctx, filters) });
    return (
      <>
        <PageHeader
          title="Discovered"
          description="What was seen and may be an agent that nobody registered. Confirm it with its owner, merge it into the agent that it is, or reject it."
          actions={mayReview ? <ReadCard /> : null}
        />
        <IgnoredNote ignored={ignored} />
        <HydrationBoundary state={state}>
          <SightingsView filters={filters} trail={trailOf(search)} mayReview={mayReview} />
        </HydrationBoundary>
      </>
    );
  });
}
