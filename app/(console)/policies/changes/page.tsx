import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { z } from "zod";
import { ChangesView } from "@/components/changes/changes-view";
import { PolicyTabs } from "@/components/policy/policy-tabs";
import { IgnoredNote } from "@/components/shell/ignored-note";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { listChangesOp } from "@/lib/changes/contract";
import { listChanges } from "@/lib/changes/list-changes";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { addressOf, readFilters, type Search, TRAIL, trailOf } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";

export const metadata: Metadata = { title: "Weaker changes" };

const InAddress = z.strictObject({ cursor: z.string().max(200).optional() });

export default async function ChangesPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const ctx = await pageContext(addressOf("/policies/changes", search));
  const { filters, ignored } = readFilters(InAddress, search, [TRAIL]);
  return pageOrRefusal("Weaker changes", async () => {
    const state = await seeded({ options: optionsFor(listChangesOp, filters), data: listChanges(ctx, filters) });
    return (
      <>
        <PageHeader
          title="Policies"
          description="Changes that weaken enforcement: one person asks, another confirms by passkey exactly what was asked."
          tabs={<PolicyTabs current="changes" />}
        />
        <IgnoredNote ignored={ignored} />
        <HydrationBoundary state={state}>
          <ChangesView filters={filters} trail={trailOf(search)} />
        </HydrationBoundary>
      </>
    );
  });
}
