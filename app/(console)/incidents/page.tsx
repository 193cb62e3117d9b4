import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { IncidentsView } from "@/components/incidents/incidents-view";
import { IgnoredNote } from "@/components/shell/ignored-note";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { addressOf, readFilters, type Search, TRAIL, trailOf } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";
import { IncidentFilters, listIncidentsOp } from "@/lib/incidents/contract";
import { listIncidents } from "@/lib/incidents/list-incidents";

export const metadata: Metadata = { title: "Incidents" };

export default async function IncidentsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const ctx = await pageContext(addressOf("/incidents", search));
  const { filters, ignored } = readFilters(IncidentFilters, search, [TRAIL]);
  return pageOrRefusal("Incidents", async () => {
    const state = await seeded({ options: optionsFor(listIncidentsOp, filters), data: listIncidents(ctx, filters) });
    return (
      <>
        <PageHeader
          title="Incidents"
          description="Findings that belong together: who answers for them, how fast they were stopped, by when somebody must be told, and what was learned. Nothing here can be deleted."
        />
        <IgnoredNote ignored={ignored} />
        <HydrationBoundary state={state}>
          <IncidentsView place={{ filters, asked: filters, trail: trailOf(search) }} />
        </HydrationBoundary>
      </>
    );
  });
}
