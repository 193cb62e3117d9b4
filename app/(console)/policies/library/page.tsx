import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { LibraryFilters } from "@/components/policy/library-filters";
import { LibraryView } from "@/components/policy/library-view";
import { PolicyTabs } from "@/components/policy/policy-tabs";
import { IgnoredNote } from "@/components/shell/ignored-note";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { addressOf, readFilters, type Search } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";
import { listLibraryOp } from "@/lib/policy/library-contract";
import { listLibrary } from "@/lib/policy/list-library";

export const metadata: Metadata = { title: "Policy library" };

export default async function LibraryPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const ctx = await pageContext(addressOf("/policies/library", search));
  const { filters, ignored } = readFilters(LibraryFilters, search);
  return pageOrRefusal("Policy library", async () => {
    const state = await seeded({ options: optionsFor(listLibraryOp, {}), data: listLibrary(ctx, {}) });
    return (
      <>
        <PageHeader
          title="Policies"
          description="Ready policies against the OWASP risks of agents and for each class of operation, with their tests."
          tabs={<PolicyTabs current="library" />}
        />
        <IgnoredNote ignored={ignored} />
        <HydrationBoundary state={state}>
          <LibraryView filters={filters} />
        </HydrationBoundary>
      </>
    );
  });
}
