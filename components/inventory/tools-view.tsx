"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Wrench } from "lucide-react";
import Link from "next/link";
import type { z } from "zod";
import { useUrlFilters } from "@/components/shell/use-url-filters";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Identifier } from "@/components/ui/code-block";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState, NoMatch } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { plural } from "@/components/ui/format-number";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { filterHref } from "@/lib/client/url-filters";
import { listToolsOp, type Tool } from "@/lib/inventory/contract";
import { listToolServersOp } from "@/lib/inventory/tool-contract";
import { ToolServers } from "./tool-servers";
import { SignBadge } from "./tool-signs-view";
import { ToolState, toolHref, toolName } from "./tool-words";
import { operationClassWords, reversibilityWords, toolStateWords } from "./words";

export type ToolFilters = z.output<typeof listToolsOp.input>;

const path = "/tools";
const narrows = ["q", "server", "state", "operationClass", "signs"];
const signWords = { suspicious: "Signs of manipulation", noted: "Only noted", none: "None" };
const live = { audit: [listToolsOp.id, listToolServersOp.id] };

const columns: readonly Column<Tool>[] = [
  {
    id: "tool",
    header: "Tool",
    wrap: true,
    cell: (tool) => <InlineUntrusted text={toolName(tool)} max={90} className="font-mono text-xs" />,
  },
  { id: "state", header: "State", width: "8rem", cell: ({ state }) => <ToolState state={state} /> },
  { id: "signs", header: "Signs", width: "7.5rem", hideBelow: "md", cell: (tool) => <SignBadge tool={tool} /> },
  {
    id: "class",
    header: "Class",
    width: "9rem",
    cell: ({ operationClass }) =>
      operationClass ? operationClassWords[operationClass].label : <span className="text-faint">Not classified</span>,
  },
  {
    id: "reversibility",
    header: "Undo",
    width: "8rem",
    hideBelow: "xl",
    cell: ({ reversibility }) => reversibilityWords[reversibility].label,
  },
  {
    id: "pin",
    header: "Pin",
    width: "11.5rem",
    hideBelow: "lg",
    cell: ({ pin, trustedFirstUse }) => (
      <>
        {pin ? <Identifier value={pin} keep={6} /> : <span className="text-faint">By name only</span>}
        {trustedFirstUse ? <span className="block text-hold text-xs">unread</span> : null}
      </>
    ),
  },
  {
    id: "seen",
    header: "Last seen",
    width: "8rem",
    align: "end",
    hideBelow: "md",
    cell: ({ seenAt }) => (seenAt ? <Time at={seenAt} /> : <span className="text-faint">Not yet</span>),
  },
];

export function ToolsView({ filters, mayEdit }: { filters: ToolFilters; mayEdit: boolean }) {
  const { data } = useSuspenseQuery(optionsFor(listToolsOp, filters));
  const { data: all } = useSuspenseQuery(optionsFor(listToolsOp, {}));
  useLive(live);
  const url = useUrlFilters({ path, filters, narrows });
  const servers = [...new Set(all.items.map(({ server }) => server))];
  return (
    <div aria-busy={url.pending}>
      <Waiting tools={all.items} mayEdit={mayEdit} />
      <FilterBar
        search={url.search("q", "Server or tool name")}
        facets={[
          url.facet("state", "State", toolStateWords),
          url.facet("operationClass", "Class", operationClassWords),
          url.facet("signs", "Signs", signWords),
          url.facet("server", "Server", Object.fromEntries(servers.map((server) => [server, server]))),
        ]}
        onClear={url.clear}
      >
        <span role="status">{plural(data.items.length, "tool")}</span>
      </FilterBar>
      <DataTable
        caption="Tools"
        columns={columns}
        rows={data.items}
        rowKey={(tool) => tool.id}
        rowHref={toolHref}
        empty={url.narrowed ? <NoToolMatches clearHref={url.clearHref} /> : <NoTools />}
      />
      <div className="mt-10">
        <ToolServers mayEdit={mayEdit} />
      </div>
    </div>
  );
}

/** What needs a person now: tools that nobody has approved, by server, and those that changed under their pin. */
function Waiting({ tools, mayEdit }: { tools: readonly Tool[]; mayEdit: boolean }) {
  const waiting = new Map<string, number>();
  for (const { state, server } of tools) if (state === "waiting") waiting.set(server, (waiting.get(server) ?? 0) + 1);
  const changed = tools.filter(({ state }) => state === "changed");
  if (waiting.size === 0 && changed.length === 0) return null;
  return (
    <div className="mb-5 space-y-2">
      {changed.length > 0 ? (
        <Callout
          tone="deny"
          title={`${plural(changed.length, "tool")} changed since ${changed.length === 1 ? "it was" : "they were"} approved`}
          action={
            <Button asChild size="sm">
              <Link href={filterHref(path, { state: "changed" })}>Read what changed</Link>
            </Button>
          }
        >
          Every enforcement point refuses {changed.length === 1 ? "it" : "them"} until somebody has read the difference.
        </Callout>
      ) : null}
      {[...waiting].map(([server, count]) => (
        <Callout
          key={server}
          tone="hold"
          title={
            <>
              {plural(count, "tool")} of <InlineUntrusted text={server} max={60} className="font-mono" /> wait
              {count === 1 ? "s" : ""} for approval
            </>
          }
          action={
            mayEdit ? (
              <Button asChild size="sm">
                <Link href={filterHref("/tools/approve", { server })}>Read and approve</Link>
              </Button>
            ) : null
          }
        >
          Seen by a point, approved by nobody: refused for every agent.
        </Callout>
      ))}
    </div>
  );
}

function NoToolMatches({ clearHref }: { clearHref: string }) {
  return (
    <NoMatch
      what="tools"
      clear={
        <Button asChild>
          <Link href={clearHref}>Clear filters</Link>
        </Button>
      }
    />
  );
}

function NoTools() {
  return (
    <EmptyState
      title="No tools yet"
      icon={<Wrench aria-hidden="true" />}
      action={
        <Button asChild>
          <Link href="/points">Connect a point</Link>
        </Button>
      }
    >
      An enforcement point reports the tools that a server offers as soon as it fronts one. Until a person approves a
      tool, it is refused for every agent.
    </EmptyState>
  );
}
