"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Bot } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useRef } from "react";
import type { z } from "zod";
import { useUrlFilters } from "@/components/shell/use-url-filters";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState, NoMatch } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { plural } from "@/components/ui/format-number";
import { Pagination } from "@/components/ui/pagination";
import { usePicked, usePickKeys } from "@/components/ui/use-picked";
import { ColumnsMenu } from "@/components/views/columns-menu";
import { COLUMNS, columnsText } from "@/components/views/shown-columns";
import { ViewsMenu } from "@/components/views/views-menu";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { filterHref, pageHrefs } from "@/lib/client/url-filters";
import { listPeopleOp } from "@/lib/identity/contract";
import { listTeamsOp } from "@/lib/identity/team-contract";
import { type Agent, type AgentFilters, listAgentsOp } from "@/lib/inventory/contract";
import { listTagsOp } from "@/lib/inventory/edit-contract";
import { can } from "@/lib/shared/permissions";
import { agentColumns, usualColumns } from "./agent-columns";
import { BulkEditBar } from "./bulk-edit-bar";
import { agentActs, type Viewer } from "./may";
import { agentStatusWords, environmentWords, knownByWords, providerShort, riskTierWords } from "./words";

export type AgentsFilters = z.output<typeof AgentFilters>;

/** Ids of the columns that are shown. */
type AgentsViewProps = {
  filters: AgentsFilters;
  columns: readonly string[];
  trail: string | undefined;
  viewer: Viewer;
};

const path = "/agents";
const defaults = { limit: 50, sort: "newest" };
const narrows = ["q", "tag", "status", "riskTier", "provider", "environment", "ownerId", "owned", "knownBy", "team"];
const live = { audit: [listAgentsOp.id], control: [listAgentsOp.id] };
/** The list sorts one way for each column: newest, by name, by risk. */
const sorts = {
  newest: { column: "createdAt", direction: "desc" },
  name: { column: "name", direction: "asc" },
  risk: { column: "riskTier", direction: "desc" },
} as const;
const sortOf: Record<string, AgentsFilters["sort"]> = { name: "name", riskTier: "risk", createdAt: "newest" };

export function AgentsView({ filters, columns, trail, viewer }: AgentsViewProps) {
  const { data } = useSuspenseQuery(optionsFor(listAgentsOp, filters));
  useLive(live);
  const asked = { ...filters, [COLUMNS]: columnsText(columns, usualColumns) };
  const url = useUrlFilters({ path, filters: asked, defaults, narrows });
  const pages = pageHrefs({ path, filters: asked, defaults, trail, nextCursor: data.nextCursor });
  const box = useRef<HTMLDivElement>(null);
  const { picked, onPick, clear } = usePicked<Agent>((agent) => agent.id);
  usePickKeys(box, clear);
  const mayEdit = can(viewer.roles, "agent:edit");
  const pick = {
    ...{ picked, onPick },
    label: (agent: Agent) => `Choose ${agent.name}`,
    able: (agent: Agent) => agentActs(viewer, agent).edit,
  };
  return (
    <div ref={box} aria-busy={url.pending}>
      <AgentFilterBar url={url} total={data.total}>
        <ViewsMenu
          page="agents"
          path={path}
          href={filterHref(path, asked, {}, defaults)}
          viewer={{ id: viewer.id, admin: viewer.roles.includes("admin") }}
        />
        <ColumnsMenu
          columns={agentColumns}
          shown={columns}
          onChange={(shown) => url.set({ [COLUMNS]: columnsText(shown, usualColumns) })}
        />
      </AgentFilterBar>
      <DataTable
        caption="Agents"
        columns={agentColumns.filter(({ id }) => columns.includes(id))}
        rows={data.items}
        rowKey={(agent) => agent.id}
        rowHref={(agent) => `/agents/${encodeURIComponent(agent.id)}`}
        sort={sorts[filters.sort]}
        sortHref={(column) => filterHref(path, asked, { sort: sortOf[column] }, defaults)}
        {...(mayEdit ? { pick } : {})}
        empty={
          url.narrowed ? (
            <NoAgentMatches clearHref={url.clearHref} />
          ) : (
            <NoAgents mayRegister={can(viewer.roles, "agent:register")} />
          )
        }
      />
      {data.items.length > 0 ? (
        <Pagination
          {...pages}
          shown={data.items.length}
          total={data.total}
          what={data.items.length === 1 ? "agent" : "agents"}
        />
      ) : null}
      {mayEdit ? <BulkEditBar chosen={[...picked.values()]} clear={clear} /> : null}
    </div>
  );
}

type BarProps = { url: ReturnType<typeof useUrlFilters>; total: number | undefined; children: ReactNode };

function AgentFilterBar({ url, total, children }: BarProps) {
  const { data: people } = useSuspenseQuery(optionsFor(listPeopleOp, {}));
  const teams = useQuery(optionsFor(listTeamsOp, {})).data?.items ?? [];
  const tags = useQuery(optionsFor(listTagsOp, {})).data?.items ?? [];
  const owners = people.items.filter((person) => person.ownsAgents > 0 || person.id === url.values.ownerId);
  return (
    <FilterBar
      search={url.search("q", "Name, purpose, team, tag or id")}
      facets={[
        url.facet("status", "State", agentStatusWords),
        url.facet("riskTier", "Risk", riskTierWords),
        url.facet("owned", "Ownership", { none: "Without owner", some: "With owner" }),
        url.facet("ownerId", "Owner", Object.fromEntries(owners.map(({ id, name }) => [id, name]))),
        url.facet("team", "Team", Object.fromEntries(teams.map(({ name }) => [name, name]))),
        url.facet("tag", "Tag", Object.fromEntries(tags.map(({ tag }) => [tag, tag]))),
        url.facet("provider", "Provider", providerShort),
        url.facet("environment", "Environment", environmentWords),
        url.facet("knownBy", "Known by", knownByWords),
      ]}
      onClear={url.clear}
    >
      {total === undefined ? null : <span role="status">{plural(total, "agent")}</span>}
      {children}
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
