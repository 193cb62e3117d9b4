import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { FleetTabs } from "@/components/enforcement/fleet-tabs";
import { StopOrdersView } from "@/components/enforcement/stop-orders-view";
import { IgnoredNote } from "@/components/policy/ignored-note";
import { pageOrRefusal } from "@/components/policy/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { addressOf, readFilters, type Search } from "@/lib/client/url-filters";
import { listStopOrdersOp } from "@/lib/enforcement/stop-contract";
import { listStopOrders } from "@/lib/enforcement/list-stop-orders";
import { pageContext } from "@/lib/http/page-context";

export const metadata: Metadata = { title: "Stop orders" };

export default async function StopsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const ctx = await pageContext(addressOf("/points/stops", search));
  const { filters, ignored } = readFilters(listStopOrdersOp.input, search);
  return pageOrRefusal("Stop orders", async () => {
    const state = await seeded({
      options: optionsFor(listStopOrdersOp, filters),
      data: listStopOrders(ctx, filters),
    });
    return (
      <>
        <PageHeader
          title="Enforcement points"
          description="Orders that stopped or released an agent, and which points have confirmed each."
          tabs={<FleetTabs current="stops" />}
        />
        <IgnoredNote ignored={ignored} />
        <HydrationBoundary state={state}>
          <StopOrdersView filters={filters} />
        </HydrationBoundary>
      </>
    );
  });
}
