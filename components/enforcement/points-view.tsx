"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { RadioTower } from "lucide-react";
import Link from "next/link";
import { useUrlFilters } from "@/components/shell/use-url-filters";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { EmptyState, NoMatch } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { plural } from "@/components/ui/format-number";
import { Time } from "@/components/ui/time";
import { VirtualTable } from "@/components/ui/virtual-table";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { filterHref } from "@/lib/client/url-filters";
import { usePagedRows } from "@/lib/client/use-paged-rows";
import { listPointsOp, type Point } from "@/lib/enforcement/contract";
import { listAgentsOp } from "@/lib/inventory/contract";
import { can, type Role } from "@/lib/shared/permissions";
import { agentChoices } from "./agent-choices";
import { FleetDownload } from "./fleet-download";
import { FleetFigures } from "./fleet-figures";
import { FLEET_PAGE, type FleetFilters, fleetPage } from "./fleet-pages";
import { pointColumns } from "./point-columns";
import { kindWords, modeWords, stateWords, strengthWords, troubleWords } from "./point-words";

const path = "/points";
/** What goes without saying: the address holds only what was chosen. */
const defaults = { sort: "name" };
const narrows = ["q", "state", "kind", "mode", "strength", "trouble", "agentId"];
const live = { points: [listPointsOp.id], control: [listPointsOp.id] };
const sorts = {
  name: { column: "name", direction: "asc" },
  state: { column: "state", direction: "asc" },
  silence: { column: "lease", direction: "asc" },
  spool: { column: "unsent", direction: "desc" },
  newest: { column: "enrolled", direction: "desc" },
} as const;
const sortOf: Record<string, FleetFilters["sort"]> = {
  name: "name",
  state: "state",
  lease: "silence",
  unsent: "spool",
};

const hrefOf = (point: Point) => `/points/${encodeURIComponent(point.id)}`;
const keyOf = (point: Point) => point.id;

type PointsViewProps = { filters: FleetFilters; roles: readonly Role[] };

/** The fleet, followed live, read as far as it is scrolled. Rows keep their place while they are sorted by name. */
export function PointsView({ filters, roles }: PointsViewProps) {
  const { data } = useSuspenseQuery(optionsFor(listPointsOp, fleetPage(filters, 0)));
  const rows = usePagedRows(listPointsOp, FLEET_PAGE, (page) => fleetPage(filters, page));
  useLive(live);
  const url = useUrlFilters({ path, filters, defaults, narrows });
  return (
    <div aria-busy={url.pending}>
      {data.counts.all > 0 ? (
        <FleetFigures
          counts={data.counts}
          state={filters.state}
          trouble={filters.trouble}
          hrefOf={(change) => filterHref(path, filters, change, defaults)}
        />
      ) : null}
      <PointFilterBar url={url} filters={filters} total={data.total} desired={data.desiredRevision} />
      {rows.problem ? (
        <Callout tone="unknown" title="A part of the list could not be loaded" action={<Retry onClick={rows.retry} />}>
          {rows.problem.message}
        </Callout>
      ) : null}
      <VirtualTable
        caption="Enforcement points"
        columns={pointColumns}
        count={data.total ?? 0}
        rowAt={rows.rowAt}
        onRange={rows.onRange}
        rowKey={keyOf}
        rowHref={hrefOf}
        sort={sorts[filters.sort]}
        sortHref={(column) => filterHref(path, filters, { sort: sortOf[column] }, defaults)}
        empty={
          url.narrowed ? (
            <NoPointMatches clearHref={url.clearHref} />
          ) : (
            <NoPoints mayInvite={can(roles, "point:manage")} />
          )
        }
      />
      <p className="py-2 text-faint text-xs">
        As of <Time at={data.asOf} absolute />. Lease left is for high tiers; lower ones may go on longer.
      </p>
    </div>
  );
}

function Retry({ onClick }: { onClick: () => void }) {
  return (
    <Button size="sm" onClick={onClick}>
      Try again
    </Button>
  );
}

type BarProps = {
  url: ReturnType<typeof useUrlFilters>;
  filters: FleetFilters;
  total: number | undefined;
  desired: number | null;
};

function PointFilterBar({ url, filters, total = 0, desired }: BarProps) {
  const { data: agents } = useSuspenseQuery(optionsFor(listAgentsOp, agentChoices));
  return (
    <FilterBar
      search={url.search("q", "Name, id or version")}
      facets={[
        url.facet("state", "State", wordsOf(stateWords)),
        url.facet("trouble", "Wrong", wordsOf(troubleWords)),
        url.facet("kind", "Kind", kindWords),
        url.facet("strength", "Strength", wordsOf(strengthWords)),
        url.facet("mode", "Mode", wordsOf(modeWords)),
        url.facet("agentId", "Acts for", Object.fromEntries(agents.items.map(({ id, name }) => [id, name]))),
      ]}
      onClear={url.clear}
    >
      <p className="tabular" role="status">
        {plural(total, "point")}
        {desired === null ? ", nothing published yet" : `, revision ${desired} published`}
      </p>
      {total > 0 ? <FleetDownload filters={filters} /> : null}
    </FilterBar>
  );
}

const wordsOf = (words: Record<string, { word: string }>): Record<string, string> =>
  Object.fromEntries(Object.entries(words).map(([value, { word }]) => [value, word]));

function NoPointMatches({ clearHref }: { clearHref: string }) {
  return (
    <NoMatch
      what="points"
      clear={
        <Button asChild>
          <Link href={clearHref}>Clear filters</Link>
        </Button>
      }
    />
  );
}

function NoPoints({ mayInvite }: { mayInvite: boolean }) {
  return (
    <EmptyState
      title="No enforcement point is connected"
      icon={<RadioTower aria-hidden="true" />}
      action={
        mayInvite ? (
          <Button asChild variant="primary">
            <Link href="/points/new">Connect an enforcement point</Link>
          </Button>
        ) : null
      }
    >
      Policies bind an agent only where its tool calls pass a point: an MCP proxy beside the agent, or the SDK inside
      it. Until one is connected, nothing is stopped and nothing is seen.
      {mayInvite ? null : " Ask an admin or security to connect the first."}
    </EmptyState>
  );
}
