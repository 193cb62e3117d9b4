import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { TracePage } from "@/components/activity/call-trace";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { getTraceOp } from "@/lib/activity/explorer-contract";
import { getTrace } from "@/lib/activity/get-trace";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pathMember } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";

export const metadata: Metadata = { title: "Trace" };

export default async function CallTracePage({ params }: { params: Promise<{ traceId: string }> }) {
  const traceId = pathMember((await params).traceId);
  const ctx = await pageContext(`/activity/traces/${encodeURIComponent(traceId)}`);
  return pageOrRefusal("Trace", async () => {
    const state = await seeded({ options: optionsFor(getTraceOp, { traceId }), data: getTrace(ctx, { traceId }) });
    return (
      <HydrationBoundary state={state}>
        <TracePage traceId={traceId} />
      </HydrationBoundary>
    );
  });
}
