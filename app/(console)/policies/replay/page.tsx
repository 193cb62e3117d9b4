import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { PolicyTabs } from "@/components/policy/policy-tabs";
import { ReplaysView } from "@/components/replay/replays-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listReplaysOp } from "@/lib/replay/contract";
import { listReplays } from "@/lib/replay/list-replays";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Replay" };

export default async function ReplaysPage() {
  const ctx = await pageContext("/policies/replay");
  const { roles } = viewerOf(ctx);
  return pageOrRefusal("Replay", async () => {
    const state = await seeded({ options: optionsFor(listReplaysOp, {}), data: listReplays(ctx, {}) });
    return (
      <>
        <PageHeader
          title="Policies"
          description="What the draft would have done to calls that agents really made. Nothing is enforced by it."
          tabs={<PolicyTabs current="replay" />}
        />
        <HydrationBoundary state={state}>
          <ReplaysView mayStart={can(roles, "policy:edit")} />
        </HydrationBoundary>
      </>
    );
  });
}
