import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { ChangeView } from "@/components/changes/change-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { getChangeOp } from "@/lib/changes/contract";
import { getChange } from "@/lib/changes/get-change";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";

export const metadata: Metadata = { title: "Weaker change" };

export default async function ChangePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const ctx = await pageContext(`/policies/changes/${encodeURIComponent(id)}`);
  const viewer = viewerOf(ctx);
  return pageOrRefusal("Weaker change", async () => {
    const state = await seeded({ options: optionsFor(getChangeOp, { id }), data: getChange(ctx, { id }) });
    return (
      <HydrationBoundary state={state}>
        <ChangeView id={id} viewer={viewer} />
      </HydrationBoundary>
    );
  });
}
