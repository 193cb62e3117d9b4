"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Bot } from "lucide-react";
import Link from "next/link";
import type { z } from "zod";
import { useUrlFilters } from "@/components/shell/use-url-filters";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState, NoMatch } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { plural } from "@/components/ui/format-number";
import { Pagination } from "@/components/ui/pagination";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { filterHref, pageHrefs } from "@/lib/client/url-filters";
import { listPeopleOp } from "@/lib/identity/contract";
import { listTeamsOp } from "@/lib/identity/team-contract";
import { type AgentFilters, listAgentsOp } from "@/lib/inventory/contract";
import { agentColumns } from "./agent-columns";
import { agentStatusWords, environmentWords, providerShort, riskTierWords } from "./words";

export type AgentsFilters = z.output<typeof AgentFilters>;

type AgentsViewProps = { filters: AgentsFilters; trail: string | undefined; mayRegister: boolean };

const path = "/agents";
const defaults = { limit: 50, sort: "newest" };
const narrows = ["q", "status", "riskTier", "provider", "environment", "ownerId", "owned", "team"];
const live = { audit: [listAgentsOp.id], control: [listAgentsOp.id] };
/** The list sorts one way for each column: newest, by name, by risk. */
const sorts = {
  newest: { column: "createdAt", direction: "desc" },
  name: { column: "name", direction: "asc" },
  risk: { column: "riskTier", direction: "desc" },
} as const;
const sortOf: Record<string, AgentsFilters["sort"]> = { name: "name", riskTier: "risk", createdAt: "newest" };

export function AgentsView({ filters, trail, mayRegister }: AgentsViewProps) {
  const { data } = useSuspenseQuery(optionsFor(listAgentsOp, filters));
  useLive(live);
  const url = useUrlFilters({ path, filters, defaults, narrows });
  const pages = pageHrefs({ path, filters, defaults, trail, nextCursor: data.nextCursor });
  return (
    <div aria-busy={url.pending}>
      <AgentFilterBar url={url} total={data.total} />
      <DataTable
        caption="Agents"
        columns={agentColumns}
        rows={data.items}
        rowKey={(agent) => agent.id}
        rowHref={(agent) => `/agents/${encodeURIComponent(agent.id)}`}
        sort={sorts[filters.sort]}
        sortHref={(column) => filterHref(path, filters, { sort: sortOf[column] }, defaults)}
        empty={url.narrowed ? <NoAgentMatches clearHref={url.clearHref} /> : <NoAgents mayRegister={mayRegister} />}
      />
      {data.items.length > 0 ? (
        <Pagination
          {...pages}
          shown={data.items.length}
          total={data.total}
          what={data.items.length === 1 ? "agent" : "agents"}
        />
      ) : null}
    </div>
  );
}

function AgentFilterBar({ url, total }: { url: ReturnType<typeof useUrlFilters>; total: number | undefined }) {
  const { data: people } = useSuspenseQuery(optionsFor(listPeopleOp, {}));
  const teams = useQuery(optionsFor(listTeamsOp, {})).data?.items ?? [];
  const owners = people.items.filter((person) => person.ownsAgents > 0 || person.id === url.values.ownerId);
  return (
    <FilterBar
      search={url.search("q", "Name, purpose, team or id")}
      facets={[
        url.facet("status", "State", agentStatusWords),
        url.facet("riskTier", "Risk", riskTierWords),
        url.facet("owned", "Ownership", { none: "Without owner", some: "With owner" }),
        url.facet("ownerId", "Owner", Object.fromEntries(owners.map(({ id, name }) => [id, name]))),
        url.facet("team", "Team", Object.fromEntries(teams.map(({ name }) => [name, name]))),
        url.facet("provider", "Provider", providerShort),
        url.facet("environment", "Environment", environmentWords),
      ]}
      onClear={url.clear}
    >
      {total === undefined ? null : <span role="status">{plural(total, "agent")}</span>}
    </FilterBar>
  );
}

function NoAgentMatches({ clearHref }: { clearHref: string }) {
  return (
    <NoMatch
      what="agents"
      clear={
        <Button asChild>
          <Link href={clearHref}>Clear filters</Link>
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
          <Button asChild>
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
