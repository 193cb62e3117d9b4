import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { CheckpointTabs } from "@/components/checkpoints/checkpoint-tabs";
import { HoldLimitsView } from "@/components/checkpoints/hold-limits-view";
import { HoldPauses } from "@/components/checkpoints/hold-pauses";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { getHoldLimitsOp, listHoldPausesOp } from "@/lib/checkpoints/flood-contract";
import { getHoldLimits } from "@/lib/checkpoints/get-hold-limits";
import { listHoldPauses } from "@/lib/checkpoints/list-hold-pauses";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { can } from "@/lib/shared/permissions";

const title = "How often agents may ask";
export const metadata: Metadata = { title };

export default async function LimitsPage() {
  const ctx = await pageContext("/checkpoints/limits");
  const { roles } = viewerOf(ctx);
  return pageOrRefusal(title, async () => {
    const state = await seeded(
      { options: optionsFor(getHoldLimitsOp, {}), data: getHoldLimits(ctx, {}) },
      { options: optionsFor(listHoldPausesOp, {}), data: listHoldPauses(ctx, {}) },
    );
    return (
      <HydrationBoundary state={state}>
        <PageHeader
          title={title}
          description="An agent that asks people too often is slowed down, and then its held calls are paused, so that nobody approves out of weariness."
          tabs={<CheckpointTabs current="limits" roles={roles} />}
        />
        <HoldPauses mayResume={can(roles, "agent:release")} />
        <HoldLimitsView mayEdit={can(roles, "rule:edit")} />
      </HydrationBoundary>
    );
  });
}
