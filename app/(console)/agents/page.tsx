import { HydrationBoundary } from "@tanstack/react-query";
import { Download, Plus, Upload } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { agentColumns, usualColumns } from "@/components/inventory/agent-columns";
import { AgentsView } from "@/components/inventory/agents-view";
import { IgnoredNote } from "@/components/shell/ignored-note";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { COLUMNS, shownColumns } from "@/components/views/shown-columns";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { addressOf, filterHref, readFilters, type Search, TRAIL, trailOf } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listPeopleOp } from "@/lib/identity/contract";
import { listPeople } from "@/lib/identity/list-people";
import { AgentFilters, listAgentsOp } from "@/lib/inventory/contract";
import { listTagsOp } from "@/lib/inventory/edit-contract";
import { listAgents } from "@/lib/inventory/list-agents";
import { listTags } from "@/lib/inventory/list-tags";
import { can } from "@/lib/shared/permissions";
import { listViewsOp } from "@/lib/views/contract";
import { listViews } from "@/lib/views/list-views";

export const metadata: Metadata = { title: "Agents" };

export default async function AgentsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const ctx = await pageContext(addressOf("/agents", search));
  const { filters, ignored } = readFilters(AgentFilters, search, [TRAIL, COLUMNS]);
  const columns = shownColumns(
    search,
    agentColumns.map(({ id }) => id),
    usualColumns,
  );
  const viewer = viewerOf(ctx);
  const mayRegister = can(viewer.roles, "agent:register");
  return pageOrRefusal("Agents", async () => {
    const state = await seeded(
      { options: optionsFor(listAgentsOp, filters), data: listAgents(ctx, filters) },
      { options: optionsFor(listPeopleOp, {}), data: listPeople(ctx, {}) },
      { options: optionsFor(listTagsOp, {}), data: listTags(ctx, {}) },
      { options: optionsFor(listViewsOp, { page: "agents" }), data: listViews(ctx, { page: "agents" }) },
    );
    return (
      <>
        <PageHeader
          title="Agents"
          description="Every agent that may act: what it is for, who answers for it, and how it stands."
          actions={
            <Acts
              exportHref={filterHref("/agents/export", filters, {}, { limit: 50, sort: "newest" })}
              mayRegister={mayRegister}
            />
          }
        />
        <IgnoredNote ignored={[...ignored, ...columns.unknown.map((id) => `column ${id.slice(0, 40)}`)]} />
        <HydrationBoundary state={state}>
          <AgentsView filters={filters} columns={columns.shown} trail={trailOf(search)} viewer={viewer} />
        </HydrationBoundary>
      </>
    );
  });
}

function Acts({ exportHref, mayRegister }: { exportHref: string; mayRegister: boolean }) {
  return (
    <>
      <Button asChild variant="quiet">
        <a href={exportHref} download>
          <Download aria-hidden="true" />
          Export
        </a>
      </Button>
      {mayRegister ? (
        <>
          <Button asChild>
            <Link href="/agents/import">
              <Upload aria-hidden="true" />
              Import
            </Link>
          </Button>
          <Button asChild variant="primary">
            <Link href="/agents/new">
              <Plus aria-hidden="true" />
              Register agent
            </Link>
          </Button>
        </>
      ) : null}
    </>
  );
}
