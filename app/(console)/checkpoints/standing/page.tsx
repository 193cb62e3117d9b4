import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { CheckpointTabs } from "@/components/checkpoints/checkpoint-tabs";
import { StandingView } from "@/components/checkpoints/standing-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { listStanding } from "@/lib/checkpoints/list-standing";
import { listStandingOp } from "@/lib/checkpoints/standing-contract";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { rolesOf } from "@/lib/db/ctx";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Standing approvals" };

export default async function StandingPage() {
  const ctx = await pageContext("/checkpoints/standing");
  return pageOrRefusal("Standing approvals", async () => {
    const state = await seeded({ options: optionsFor(listStandingOp, {}), data: listStanding(ctx, {}) });
    return (
      <HydrationBoundary state={state}>
        <PageHeader
          title="Standing approvals"
          description="The same call, approved in advance for some time. Each call still comes to the console, is decided by policy, and gets a permission of its own."
          tabs={<CheckpointTabs current="standing" roles={viewerOf(ctx).roles} />}
        />
        <StandingView mayRevoke={can(rolesOf(ctx.actor), "checkpoint:decide")} />
      </HydrationBoundary>
    );
  });
}
