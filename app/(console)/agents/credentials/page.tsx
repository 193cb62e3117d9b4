import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { CredentialsView } from "@/components/credentials/credentials-view";
import { IgnoredNote } from "@/components/shell/ignored-note";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { addressOf, readFilters, type Search, TRAIL, trailOf } from "@/lib/client/url-filters";
import { CredentialFilters, listCredentialsOp } from "@/lib/credentials/contract";
import { listCredentials } from "@/lib/credentials/list-credentials";
import { pageContext } from "@/lib/http/page-context";

export const metadata: Metadata = { title: "Credentials" };

export default async function CredentialsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const ctx = await pageContext(addressOf("/agents/credentials", search));
  const { filters, ignored } = readFilters(CredentialFilters, search, [TRAIL]);
  return pageOrRefusal("Credentials", async () => {
    const state = await seeded({
      options: optionsFor(listCredentialsOp, filters),
      data: listCredentials(ctx, filters),
    });
    return (
      <>
        <PageHeader
          title="Credentials"
          description="What agents prove themselves with elsewhere, by fingerprint: who shares one, what has expired, what is to be rotated. Secrets are never sent here."
        />
        <IgnoredNote ignored={ignored} />
        <HydrationBoundary state={state}>
          <CredentialsView place={{ filters, trail: trailOf(search) }} />
        </HydrationBoundary>
      </>
    );
  });
}
