import { HydrationBoundary } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { agentChoices } from "@/components/enforcement/agent-choices";
import { FleetAddress, fleetPage } from "@/components/enforcement/fleet-pages";
import { FleetTabs } from "@/components/enforcement/fleet-tabs";
import { PointsView } from "@/components/enforcement/points-view";
import { IgnoredNote } from "@/components/shell/ignored-note";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { addressOf, readFilters, type Search } from "@/lib/client/url-filters";
import { listPointsOp } from "@/lib/enforcement/contract";
import { listPoints } from "@/lib/enforcement/list-points";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listAgentsOp } from "@/lib/inventory/contract";
import { listAgents } from "@/lib/inventory/list-agents";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Enforcement points" };

export default async function PointsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const ctx = await pageContext(addressOf("/points", search));
  const { roles } = viewerOf(ctx);
  const { filters, ignored } = readFilters(FleetAddress, search);
  return pageOrRefusal("Enforcement points", async () => {
    const state = await seeded(
      { options: optionsFor(listPointsOp, fleetPage(filters, 0)), data: listPoints(ctx, fleetPage(filters, 0)) },
      { options: optionsFor(listAgentsOp, agentChoices), data: listAgents(ctx, agentChoices) },
    );
    return (
      <>
        <PageHeader
          title="Enforcement points"
          description="Where tool calls are decided: what each point is, whether it is heard from, and what it runs."
          actions={can(roles, "point:manage") ? <ConnectLink /> : null}
          tabs={<FleetTabs current="points" />}
        />
        <IgnoredNote ignored={ignored} />
        <HydrationBoundary state={state}>
          <PointsView filters={filters} roles={roles} />
        </HydrationBoundary>
      </>
    );
  });
}

function ConnectLink() {
  return (
    <Button asChild variant="primary">
      <Link href="/points/new">
        <Plus aria-hidden="true" />
        Connect a point
      </Link>
    </Button>
  );
}
