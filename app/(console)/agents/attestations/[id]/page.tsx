import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { campaignHref } from "@/components/attestations/attestation-words";
import { CampaignView } from "@/components/attestations/campaign-view";
import { IgnoredNote } from "@/components/shell/ignored-note";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { AttestationFilters, getCampaignOp, listAttestationsOp } from "@/lib/attestations/contract";
import { getCampaign } from "@/lib/attestations/get-campaign";
import { listAttestations } from "@/lib/attestations/list-attestations";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { addressOf, pathMember, readFilters, type Search, TRAIL, trailOf } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Re-attestation" };

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Search> };

export default async function CampaignPage({ params, searchParams }: Props) {
  const id = pathMember((await params).id);
  const search = await searchParams;
  const ctx = await pageContext(addressOf(campaignHref(id), search));
  const { filters: asked, ignored } = readFilters(AttestationFilters.omit({ id: true }), search, [TRAIL]);
  const filters = { ...asked, id };
  return pageOrRefusal("Re-attestation", async () => {
    const campaign = await getCampaign(ctx, { id });
    const state = await seeded(
      { options: optionsFor(getCampaignOp, { id }), data: Promise.resolve(campaign) },
      { options: optionsFor(listAttestationsOp, filters), data: listAttestations(ctx, filters) },
    );
    return (
      <>
        <PageHeader
          title={<InlineUntrusted text={campaign.title} />}
          trail={
            <Breadcrumb items={[{ label: "Re-attestation", href: "/agents/attestations" }, { label: "Campaign" }]} />
          }
        />
        <IgnoredNote ignored={ignored} />
        <HydrationBoundary state={state}>
          <CampaignView
            place={{ filters, asked, trail: trailOf(search) }}
            mayManage={can(viewerOf(ctx).roles, "attestation:manage")}
          />
        </HydrationBoundary>
      </>
    );
  });
}
