import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { FindingView } from "@/components/findings/finding-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pathMember } from "@/lib/client/url-filters";
import { getFindingOp } from "@/lib/findings/contract";
import { getFinding } from "@/lib/findings/get-finding";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Finding" };

export default async function FindingPage({ params }: { params: Promise<{ id: string }> }) {
  const id = pathMember((await params).id);
  const ctx = await pageContext(`/findings/${encodeURIComponent(id)}`);
  return pageOrRefusal("Finding", async () => {
    const state = await seeded({ options: optionsFor(getFindingOp, { id }), data: getFinding(ctx, { id }) });
    const { roles } = viewerOf(ctx);
    return (
      <HydrationBoundary state={state}>
        <FindingView id={id} mayManage={can(roles, "finding:manage")} mayGroup={can(roles, "incident:manage")} />
      </HydrationBoundary>
    );
  });
}
