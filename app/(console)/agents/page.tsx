import { HydrationBoundary } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { AgentsView } from "@/components/inventory/agents-view";
import { IgnoredFilters, PageRefusal } from "@/components/inventory/page-notes";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { attempt } from "@/lib/client/attempt";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { addressOf, filterHref, readFilters, type Search } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listPeopleOp } from "@/lib/identity/contract";
import { listPeople } from "@/lib/identity/list-people";
import { AgentFilters, listAgentsOp } from "@/lib/inventory/contract";
import { listAgents } from "@/lib/inventory/list-agents";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Agents" };

export default async function AgentsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const ctx = await pageContext(addressOf("/agents", search));
  const { filters, ignored } = readFilters(AgentFilters, search);
  const state = await attempt(
    seeded(
      { options: optionsFor(listAgentsOp, filters), data: listAgents(ctx, filters) },
      { options: optionsFor(listPeopleOp, {}), data: listPeople(ctx, {}) },
    ),
  );
  if (!state.ok) return <PageRefusal refusal={state.refusal} back={{ href: "/agents", label: "All agents" }} />;
  const mayRegister = can(viewerOf(ctx).roles, "agent:register");
  return (
    <>
      <PageHeader
        title="Agents"
        description="Every agent that may act: what it is for, who answers for it, and how it stands."
        actions={
          mayRegister ? (
            <Button asChild variant="primary">
              <Link href="/agents/new">
                <Plus aria-hidden="true" />
                Register agent
              </Link>
            </Button>
          ) : null
        }
      />
      <IgnoredFilters names={ignored} href={filterHref("/agents", filters, {}, { limit: 50, sort: "newest" })} />
      <HydrationBoundary state={state.value}>
        <AgentsView filters={filters} mayRegister={mayRegister} />
      </HydrationBoundary>
    </>
  );
}
