"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { ScanSearch } from "lucide-react";
import Link from "next/link";
import { useRef } from "react";
import type { z } from "zod";
import { useUrlFilters } from "@/components/shell/use-url-filters";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState, NoMatch } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { plural } from "@/components/ui/format-number";
import { Pagination } from "@/components/ui/pagination";
import { usePicked, usePickKeys } from "@/components/ui/use-picked";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { pageHrefs } from "@/lib/client/url-filters";
import { listSightingsOp, type Sighting, type SightingFilters } from "@/lib/discovery/contract";
import { DecideBar } from "./decide-bar";
import { sourceWords, stateWords } from "./discovery-words";
import { sightingColumns } from "./sighting-columns";

const path = "/agents/discovered";
const defaults = { limit: 50, state: "waiting" };
const narrows = ["q", "source", "vanished"];
const live = { audit: [listSightingsOp.id] };

type Props = { filters: z.output<typeof SightingFilters>; trail: string | undefined; mayReview: boolean };

/** What may be an agent, what waits longest first. X chooses the row with the focus, Enter opens it, Esc drops the choice. */
export function SightingsView({ filters, trail, mayReview }: Props) {
  const { data } = useSuspenseQuery(optionsFor(listSightingsOp, filters));
  useLive(live, { active: filters.cursor === undefined });
  const url = useUrlFilters({ path, filters, defaults, narrows });
  const pages = pageHrefs({ path, filters, defaults, trail, nextCursor: data.nextCursor });
  const box = useRef<HTMLDivElement>(null);
  const { picked, onPick, clear } = usePicked<Sighting>(({ id }) => id);
  usePickKeys(box, clear);
  const pick = {
    ...{ picked, onPick },
    label: (one: Sighting) => `Choose ${one.name}`,
    able: (one: Sighting) => one.state === "waiting",
  };
  return (
    <div ref={box} aria-busy={url.pending}>
      <FilterBar
        search={url.search("q", "Name, repository or place")}
        facets={[
          url.facet("state", "Decision", stateWords),
          url.facet("source", "Seen in", sourceWords),
          url.facet("vanished", "Still there", { yes: "Vanished", no: "Still seen" }),
        ]}
        onClear={url.narrowed ? url.clear : undefined}
      >
        <span role="status">{plural(data.total ?? 0, "sighting")}</span>
      </FilterBar>
      <DataTable
        caption="Discovered agents"
        columns={sightingColumns}
        rows={data.items}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `${path}/${encodeURIComponent(id)}`}
        {...(mayReview ? { pick } : {})}
        empty={url.narrowed || filters.state !== "waiting" ? <None clearHref={path} /> : <NothingWaits />}
      />
      {data.items.length > 0 ? (
        <Pagination
          {...pages}
          shown={data.items.length}
          {...(data.total === undefined ? {} : { total: data.total })}
          what="sightings"
        />
      ) : null}
      {mayReview ? <DecideBar chosen={[...picked.values()]} clear={clear} /> : null}
    </div>
  );
}

const None = ({ clearHref }: { clearHref: string }) => (
  <NoMatch
    what="sightings"
    clear={
      <Button asChild>
        <Link href={clearHref}>Show what waits</Link>
      </Button>
    }
  />
);

const NothingWaits = () => (
  <EmptyState title="Nothing waits to be looked at" icon={<ScanSearch aria-hidden="true" />}>
    Agents that nobody registered come here: from telemetry and points as they act, from{" "}
    <code>gatehouse discover PATH --report</code> as it finds them in repositories, and from the agent cards that you
    have read.
  </EmptyState>
);
