"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Bot } from "lucide-react";
import Link from "next/link";
import type { z } from "zod";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState, NoMatch } from "@/components/ui/empty-state";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { filterHref } from "@/lib/client/url-filters";
import { listPeopleOp } from "@/lib/identity/contract";
import { type AgentFilters, listAgentsOp } from "@/lib/inventory/contract";
import { agentColumns } from "./agent-columns";
import { FilterBar, SelectFilter, TextFilter } from "./filter-bar";
import { Pager } from "./page-notes";
import { agentStatusWords, environmentWords, optionsOf, providerShort, riskTierWords } from "./words";

export type AgentsFilters = z.output<typeof AgentFilters>;

const path = "/agents";
const defaults = { limit: 50, sort: "newest" };
const narrows = ["q", "status", "riskTier", "provider", "environment", "ownerId", "owned"];
const live = { audit: [listAgentsOp.id], control: [listAgentsOp.id] };
/** The list sorts one way for each column: newest, by name, by risk. */
const sorts = {
  newest: { column: "createdAt", direction: "desc" },
  name: { column: "name", direction: "asc" },
  risk: { column: "riskTier", direction: "desc" },
} as const;
const sortOf: Record<string, AgentsFilters["sort"]> = { name: "name", riskTier: "risk", createdAt: "newest" };

export function AgentsView({ filters, mayRegister }: { filters: AgentsFilters; mayRegister: boolean }) {
  const { data } = useSuspenseQuery(optionsFor(listAgentsOp, filters));
  useLive(live);
  const narrowed = narrows.some((name) => filters[name as keyof AgentsFilters] !== undefined);
  return (
    <>
      <AgentFilterBar filters={filters} total={data.total} />
      <DataTable
        caption="Agents"
        columns={agentColumns}
        rows={data.items}
        rowKey={(agent) => agent.id}
        rowHref={(agent) => `/agents/${encodeURIComponent(agent.id)}`}
        sort={sorts[filters.sort]}
        sortHref={(column) => filterHref(path, filters, { sort: sortOf[column] }, defaults)}
        empty={narrowed ? <NoAgentMatches /> : <NoAgents mayRegister={mayRegister} />}
      />
      <Pager
        first={filters.cursor ? filterHref(path, filters, {}, defaults) : null}
        next={data.nextCursor ? filterHref(path, filters, { cursor: data.nextCursor }, defaults) : null}
        shown={data.items.length}
        total={data.total}
      />
    </>
  );
}

function AgentFilterBar({ filters, total }: { filters: AgentsFilters; total: number | undefined }) {
  const { data: people } = useSuspenseQuery(optionsFor(listPeopleOp, {}));
  const owners = people.items
    .filter((person) => person.ownsAgents > 0 || person.id === filters.ownerId)
    .map((person) => ({ value: person.id, label: person.name }));
  return (
    <FilterBar
      path={path}
      filters={filters}
      defaults={defaults}
      narrows={narrows}
      aside={
        total === undefined ? null : (
          <p className="tabular text-muted text-xs" role="status">
            {total.toLocaleString("en")} {total === 1 ? "agent" : "agents"}
          </p>
        )
      }
    >
      <TextFilter name="q" label="Search agents" placeholder="Name, purpose, team or id" />
      <SelectFilter
        name="status"
        label="State"
        any="Any state"
        options={optionsOf(agentStatusWords)}
        className="sm:w-32"
      />
      <SelectFilter
        name="riskTier"
        label="Risk tier"
        any="Any tier"
        options={optionsOf(riskTierWords)}
        className="sm:w-28"
      />
      <SelectFilter
        name="provider"
        label="Provider"
        any="Any provider"
        options={optionsOf(providerShort)}
        className="sm:w-36"
      />
      <SelectFilter
        name="environment"
        label="Environment"
        any="Any environment"
        options={optionsOf(environmentWords)}
      />
      <SelectFilter name="ownerId" label="Owner" any="Any owner" options={owners} />
      <SelectFilter
        name="owned"
        label="Ownership"
        any="Owned or not"
        options={[
          { value: "none", label: "Without owner" },
          { value: "some", label: "With owner" },
        ]}
        className="sm:w-36"
      />
    </FilterBar>
  );
}

function NoAgentMatches() {
  return (
    <NoMatch
      what="agents"
      clear={
        <Button asChild>
          <Link href={path}>Clear filters</Link>
        </Button>
      }
    />
  );
}

function NoAgents({ mayRegister }: { mayRegister: boolean }) {
  return (
    <EmptyState
      title="No agents yet"
      icon={<Bot aria-hidden="true" />}
      action={
        mayRegister ? (
          <Button asChild variant="primary">
            <Link href="/agents/new">Register an agent</Link>
          </Button>
        ) : null
      }
    >
      Every agent that may act is registered here with its purpose, its owner and its risk.
      {mayRegister ? null : " Ask an admin, security or an owner to register the first."}
    </EmptyState>
  );
}
