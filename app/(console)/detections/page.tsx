import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { DetectionsView } from "@/components/detections/detections-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { listDetectionsOp } from "@/lib/detections/contract";
import { listDetections } from "@/lib/detections/list-detections";
import { pageContext } from "@/lib/http/page-context";

export const metadata: Metadata = { title: "Detections" };

export default async function DetectionsPage() {
  const ctx = await pageContext("/detections");
  return pageOrRefusal("Detections", async () => {
    const state = await seeded({ options: optionsFor(listDetectionsOp, {}), data: listDetections(ctx, {}) });
    return (
      <HydrationBoundary state={state}>
        <PageHeader
          title="Detections"
          description="What is watched for, by itself and all the time. Each opens a finding, once for the same thing, and can be tuned, tried on history, and suppressed with a reason and an end."
        />
        <DetectionsView />
      </HydrationBoundary>
    );
  });
}
