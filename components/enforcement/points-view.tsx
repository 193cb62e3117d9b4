"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { RadioTower } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import type { z } from "zod";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState, NoMatch } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { plural } from "@/components/ui/format-number";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { filterHref } from "@/lib/client/url-filters";
import { listPointsOp, PointState } from "@/lib/enforcement/contract";
import { listAgentsOp } from "@/lib/inventory/contract";
import { can, type Role } from "@/lib/shared/permissions";
import { agentChoices } from "./agent-choices";
import { pointColumns } from "./point-columns";
import { stateWords } from "./point-words";

export type PointFilters = z.output<typeof listPointsOp.input>;

const path = "/points";
const live = { points: [listPointsOp.id], control: [listPointsOp.id] };

/** The fleet, followed live. Rows keep their place: they are sorted by name. */
export function PointsView({ filters, roles }: { filters: PointFilters; roles: readonly Role[] }) {
  const { data } = useSuspenseQuery(optionsFor(listPointsOp, filters));
  useLive(live);
  const narrowed = filters.state !== undefined || filters.agentId !== undefined;
  return (
    <>
      <PointFilterBar filters={filters}>
        <p className="tabular" role="status">
          {plural(data.items.length, "point")}
          {data.desiredRevision === null ? ", nothing published yet" : `, revision ${data.desiredRevision} published`}
        </p>
      </PointFilterBar>
      <DataTable
        caption="Enforcement points"
        columns={pointColumns}
        rows={data.items}
        rowKey={(point) => point.id}
        rowHref={(point) => `/points/${encodeURIComponent(point.id)}`}
        empty={narrowed ? <NoPointMatches /> : <NoPoints mayInvite={can(roles, "point:manage")} />}
      />
      <p className="py-2 text-faint text-xs">
        As of <Time at={data.asOf} absolute />. Lease left is for high tiers; lower ones may go on longer.
      </p>
    </>
  );
}

function PointFilterBar({ filters, children }: { filters: PointFilters; children: ReactNode }) {
  const router = useRouter();
  const { data: agents } = useSuspenseQuery(optionsFor(listAgentsOp, agentChoices));
  const set = (change: PointFilters) => router.replace(filterHref(path, filters, change), { scroll: false });
  return (
    <FilterBar
      facets={[
        {
          id: "state",
          label: "State",
          single: true,
          options: PointState.options.map((value) => ({ value, label: stateWords[value].word })),
          value: filters.state ? [filters.state] : [],
          onChange: ([next]) => set({ state: PointState.safeParse(next).data }),
        },
        {
          id: "agentId",
          label: "Acts for",
          single: true,
          options: agents.items.map((agent) => ({ value: agent.id, label: agent.name })),
          value: filters.agentId ? [filters.agentId] : [],
          onChange: ([next]) => set({ agentId: next }),
        },
      ]}
      onClear={() => router.replace(path, { scroll: false })}
    >
      {children}
    </FilterBar>
  );
}

function NoPointMatches() {
  return (
    <NoMatch
      what="points"
      clear={
        <Button asChild>
          <Link href={path}>Clear filters</Link>
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
