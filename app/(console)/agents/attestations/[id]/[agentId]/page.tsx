import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { AttestationView } from "@/components/attestations/attestation-view";
import { campaignHref } from "@/components/attestations/attestation-words";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { getAttestationOp } from "@/lib/attestations/contract";
import { getAttestation } from "@/lib/attestations/get-attestation";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pathMember } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listPeopleOp } from "@/lib/identity/contract";
import { listPeople } from "@/lib/identity/list-people";

export const metadata: Metadata = { title: "Attest an agent" };

export default async function AttestationPage({ params }: { params: Promise<{ id: string; agentId: string }> }) {
  const given = await params;
  const [id, agentId] = [pathMember(given.id), pathMember(given.agentId)];
  const ctx = await pageContext(`${campaignHref(id)}/${encodeURIComponent(agentId)}`);
  return pageOrRefusal("Attest an agent", async () => {
    const shown = await getAttestation(ctx, { id, agentId });
    const state = await seeded(
      { options: optionsFor(getAttestationOp, { id, agentId }), data: Promise.resolve(shown) },
      { options: optionsFor(listPeopleOp, {}), data: listPeople(ctx, {}) },
    );
    const { campaign, attestation } = shown;
    return (
      <>
        <PageHeader
          title={<InlineUntrusted text={attestation.agent.name} />}
          trail={
            <Breadcrumb
              items={[
                { label: "Re-attestation", href: "/agents/attestations" },
                { label: <InlineUntrusted text={campaign.title} max={60} />, href: campaignHref(id) },
                { label: "Agent" },
              ]}
            />
          }
          description="Is it still needed, is it still yours, and is what it may use still right?"
        />
        <HydrationBoundary state={state}>
          <AttestationView id={id} agentId={agentId} viewerId={viewerOf(ctx).id} />
        </HydrationBoundary>
      </>
    );
  });
}
