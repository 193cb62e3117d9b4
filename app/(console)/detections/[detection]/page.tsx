import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { DetectionView } from "@/components/detections/detection-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pathMember } from "@/lib/client/url-filters";
import { getDetectionOp } from "@/lib/detections/contract";
import { getDetection } from "@/lib/detections/get-detection";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Detection" };

export default async function DetectionPage({ params }: { params: Promise<{ detection: string }> }) {
  const id = pathMember((await params).detection);
  const ctx = await pageContext(`/detections/${encodeURIComponent(id)}`);
  return pageOrRefusal("Detection", async () => {
    const input = { detection: id };
    const state = await seeded({ options: optionsFor(getDetectionOp, input), data: getDetection(ctx, input) });
    return (
      <HydrationBoundary state={state}>
        <DetectionView id={id} mayManage={can(viewerOf(ctx).roles, "detection:manage")} />
      </HydrationBoundary>
    );
  });
}
