"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import Link from "next/link";
import type { z } from "zod";
import { SeverityMark } from "@/components/findings/finding-looks";
import { severityWords } from "@/components/findings/finding-words";
import { useUrlFilters } from "@/components/shell/use-url-filters";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState, NoMatch } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { Pagination } from "@/components/ui/pagination";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { pageHrefs } from "@/lib/client/url-filters";
import { type Incident, type IncidentFilters, listIncidentsOp } from "@/lib/incidents/contract";
import { IncidentState } from "./incident-looks";
import { incidentHref, statusWords } from "./incident-words";

export type IncidentsPlace = {
  filters: z.output<typeof IncidentFilters>;
  asked: Record<string, string | number | undefined>;
  trail: string | undefined;
};

const path = "/incidents";
const live = { findings: [listIncidentsOp.id], audit: [listIncidentsOp.id] };
const defaults = { limit: 50 };

const columns: readonly Column<Incident>[] = [
  {
    id: "title",
    header: "Incident",
    wrap: true,
    cell: ({ number, title }) => (
      <>
        <span className="text-muted">{number}</span> <InlineUntrusted text={title} max={200} />
      </>
    ),
  },
  { id: "severity", header: "Severity", width: "6.5rem", cell: ({ severity }) => <SeverityMark value={severity} /> },
  { id: "status", header: "Status", width: "7.5rem", cell: ({ status }) => <IncidentState value={status} /> },
  {
    id: "owner",
    header: "Owner",
    width: "9rem",
    hideBelow: "md",
    cell: ({ owner }) =>
      owner ? <InlineUntrusted text={owner.name} max={60} /> : <span className="text-faint">nobody yet</span>,
  },
  {
    id: "findings",
    header: "Findings",
    width: "5.5rem",
    align: "end",
    hideBelow: "lg",
    hideOnPhone: true,
    cell: ({ findings }) => findings,
  },
  {
    id: "due",
    header: "Next due",
    width: "7rem",
    align: "end",
    hideBelow: "lg",
    cell: ({ nextDueAt }) =>
      nextDueAt ? <Time at={nextDueAt} className="text-xs" /> : <span className="text-faint text-xs">–</span>,
  },
  {
    id: "opened",
    header: "Opened",
    width: "6.5rem",
    align: "end",
    cell: ({ openedAt }) => <Time at={openedAt} className="text-muted text-xs" />,
  },
];

/** Newest first, whatever their state: what was closed is part of the record. */
export function IncidentsView({ place }: { place: IncidentsPlace }) {
  const { data } = useSuspenseQuery(optionsFor(listIncidentsOp, place.filters));
  useLive(live, { active: place.filters.cursor === undefined });
  const url = useUrlFilters({ path, filters: place.asked, defaults, narrows: ["status", "severity", "agentId"] });
  const pages = pageHrefs({ path, filters: place.asked, defaults, trail: place.trail, nextCursor: data.nextCursor });
  return (
    <div aria-busy={url.pending}>
      <FilterBar
        facets={[url.facet("status", "Status", statusWords), url.facet("severity", "Severity", severityWords)]}
        onClear={url.narrowed ? url.clear : undefined}
      />
      <DataTable
        caption="Incidents"
        columns={columns}
        rows={data.items}
        rowKey={({ id }) => id}
        rowHref={({ id }) => incidentHref(id)}
        empty={url.narrowed ? <NoIncidentMatches clearHref={url.clearHref} /> : <NoIncidents />}
      />
      {data.items.length > 0 ? (
        <Pagination {...pages} shown={data.items.length} what={data.items.length === 1 ? "incident" : "incidents"} />
      ) : null}
    </div>
  );
}

const NoIncidentMatches = ({ clearHref }: { clearHref: string }) => (
  <NoMatch
    what="incidents"
    clear={
      <Button asChild>
        <Link href={clearHref}>Clear filters</Link>
      </Button>
    }
  />
);

const NoIncidents = () => (
  <EmptyState title="No incident yet" icon={<ShieldCheck aria-hidden="true" />}>
    A finding of high or critical severity about an agent opens one by itself. Any other finding can be made one from
    its page.
  </EmptyState>
);
