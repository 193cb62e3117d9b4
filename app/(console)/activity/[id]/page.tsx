import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { CallPage } from "@/components/activity/call-page";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { getCallOp } from "@/lib/activity/contract";
import { getCall } from "@/lib/activity/get-call";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pathMember } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";

export const metadata: Metadata = { title: "Tool call" };

export default async function ToolCallPage({ params }: { params: Promise<{ id: string }> }) {
  const id = pathMember((await params).id);
  const ctx = await pageContext(`/activity/${encodeURIComponent(id)}`);
  return pageOrRefusal("Tool call", async () => {
    const state = await seeded({ options: optionsFor(getCallOp, { id }), data: getCall(ctx, { id }) });
    return (
      <HydrationBoundary state={state}>
        <CallPage id={id} />
      </HydrationBoundary>
    );
  });
}
