import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { OrderView } from "@/components/stops/order-view";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pathMember } from "@/lib/client/url-filters";
import { getStopOrder } from "@/lib/enforcement/get-stop-order";
import { listReleases } from "@/lib/enforcement/list-releases";
import { listReleasesOp } from "@/lib/enforcement/release-contract";
import { getStopOrderOp } from "@/lib/enforcement/stop-contract";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { notFound } from "@/lib/shared/errors";

export const metadata: Metadata = { title: "Stop order" };

export default async function StopOrderPage({ params }: { params: Promise<{ id: string }> }) {
  const id = pathMember((await params).id);
  const ctx = await pageContext(`/points/stops/${encodeURIComponent(id)}`);
  return pageOrRefusal("Stop order", async () => {
    if (!getStopOrderOp.input.safeParse({ id }).success) throw notFound("stop order");
    const state = await seeded(
      { options: optionsFor(getStopOrderOp, { id }), data: getStopOrder(ctx, { id }) },
      { options: optionsFor(listReleasesOp, { orderId: id }), data: listReleases(ctx, { orderId: id }) },
    );
    return (
      <HydrationBoundary state={state}>
        <OrderView id={id} viewer={viewerOf(ctx)} />
      </HydrationBoundary>
    );
  });
}
