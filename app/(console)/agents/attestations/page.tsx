import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { CampaignsView } from "@/components/attestations/campaigns-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { listCampaignsOp } from "@/lib/attestations/contract";
import { listCampaigns } from "@/lib/attestations/list-campaigns";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Re-attestation" };

export default async function AttestationsPage() {
  const ctx = await pageContext("/agents/attestations");
  return pageOrRefusal("Re-attestation", async () => {
    const state = await seeded({ options: optionsFor(listCampaignsOp, {}), data: listCampaigns(ctx, {}) });
    return (
      <>
        <PageHeader
          title="Re-attestation"
          description="Owners say anew that their agents are needed, theirs, and rightly scoped. What they said is kept, with what they were shown."
        />
        <HydrationBoundary state={state}>
          <CampaignsView mayManage={can(viewerOf(ctx).roles, "attestation:manage")} />
        </HydrationBoundary>
      </>
    );
  });
}
