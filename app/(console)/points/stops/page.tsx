import { HydrationBoundary } from "@tanstack/react-query";
import { OctagonX } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { FleetTabs } from "@/components/enforcement/fleet-tabs";
import { StopOrdersView } from "@/components/enforcement/stop-orders-view";
import { IgnoredNote } from "@/components/shell/ignored-note";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { DrillsView } from "@/components/stops/drills-view";
import { Releases } from "@/components/stops/releases";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { addressOf, readFilters, type Search } from "@/lib/client/url-filters";
import { listDrills } from "@/lib/enforcement/list-drills";
import { listReleases } from "@/lib/enforcement/list-releases";
import { listStopOrders } from "@/lib/enforcement/list-stop-orders";
import { listDrillsOp } from "@/lib/enforcement/proof-contract";
import { listReleasesOp } from "@/lib/enforcement/release-contract";
import { listStopOrdersOp } from "@/lib/enforcement/stop-contract";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Stop orders" };

export default async function StopsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const ctx = await pageContext(addressOf("/points/stops", search));
  const { filters, ignored } = readFilters(listStopOrdersOp.input, search);
  const viewer = viewerOf(ctx);
  return pageOrRefusal("Stop orders", async () => {
    const state = await seeded(
      { options: optionsFor(listStopOrdersOp, filters), data: listStopOrders(ctx, filters) },
      { options: optionsFor(listReleasesOp, {}), data: listReleases(ctx, {}) },
      { options: optionsFor(listDrillsOp, {}), data: listDrills(ctx, {}) },
    );
    return (
      <>
        <PageHeader
          title="Enforcement points"
          description="Orders that stopped or released something, and which points have confirmed and proven each."
          actions={
            can(viewer.roles, "agent:stop") ? (
              <Button asChild variant="danger" className="max-sm:h-11">
                <Link href="/points/stops/new">
                  <OctagonX aria-hidden="true" />
                  Stop…
                </Link>
              </Button>
            ) : null
          }
          tabs={<FleetTabs current="stops" />}
        />
        <IgnoredNote ignored={ignored} />
        <HydrationBoundary state={state}>
          <Releases filter={{}} viewer={viewer} />
          <StopOrdersView filters={filters} />
          <div className="mt-10">
            <DrillsView roles={viewer.roles} />
          </div>
        </HydrationBoundary>
      </>
    );
  });
}
