import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { z } from "zod";
import { PolicyTabs } from "@/components/policy/policy-tabs";
import { RevisionsView } from "@/components/policy/revisions-view";
import { IgnoredNote } from "@/components/shell/ignored-note";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { addressOf, readFilters, type Search } from "@/lib/client/url-filters";
import { listAcksOp } from "@/lib/enforcement/contract";
import { listAcks } from "@/lib/enforcement/list-acks";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listBundlesOp } from "@/lib/policy/contract";
import { listBundles } from "@/lib/policy/list-bundles";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Revisions" };

const InAddress = z.strictObject({ open: z.coerce.number().int().positive().optional() });

export default async function RevisionsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const ctx = await pageContext(addressOf("/policies/revisions", search));
  const { filters, ignored } = readFilters(InAddress, search);
  const revision = filters.open;
  return pageOrRefusal("Revisions", async () => {
    const state = await seeded(
      { options: optionsFor(listBundlesOp, {}), data: listBundles(ctx, {}) },
      ...(revision === undefined
        ? []
        : [{ options: optionsFor(listAcksOp, { revision }), data: listAcks(ctx, { revision }) }]),
    );
    return (
      <>
        <PageHeader
          title="Policies"
          description="Every signed bundle, newest first: the policies in force with the inventory of that moment."
          tabs={<PolicyTabs current="revisions" />}
        />
        <IgnoredNote ignored={ignored} />
        <HydrationBoundary state={state}>
          <RevisionsView open={revision ?? null} mayPublish={can(viewerOf(ctx).roles, "policy:publish")} />
        </HydrationBoundary>
      </>
    );
  });
}
