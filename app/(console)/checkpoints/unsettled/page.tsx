import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { CheckpointTabs } from "@/components/checkpoints/checkpoint-tabs";
import { UnsettledView } from "@/components/checkpoints/unsettled-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { listUnsettled } from "@/lib/checkpoints/list-unsettled";
import { listUnsettledOp } from "@/lib/checkpoints/outcome-contract";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";

export const metadata: Metadata = { title: "Unknown outcomes" };

export default async function UnsettledPage() {
  const ctx = await pageContext("/checkpoints/unsettled");
  return pageOrRefusal("Unknown outcomes", async () => {
    const state = await seeded(
      { options: optionsFor(listUnsettledOp, { found: "no" }), data: listUnsettled(ctx, { found: "no" }) },
      { options: optionsFor(listUnsettledOp, { found: "yes" }), data: listUnsettled(ctx, { found: "yes" }) },
    );
    return (
      <HydrationBoundary state={state}>
        <PageHeader
          title="Unknown outcomes"
          description="Calls that people released, that cannot be undone, and of which nobody knows whether they took effect. The same call is refused until a person has found out."
          tabs={<CheckpointTabs current="unsettled" roles={viewerOf(ctx).roles} />}
        />
        <UnsettledView />
      </HydrationBoundary>
    );
  });
}
