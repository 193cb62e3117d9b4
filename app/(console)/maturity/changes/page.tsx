import type { Metadata } from "next";
import { ChangeList } from "@/components/maturity/change-list";
import { MaturityTabs } from "@/components/maturity/maturity-tabs";
import { IgnoredNote } from "@/components/shell/ignored-note";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { addressOf, pageHrefs, readFilters, type Search, TRAIL, trailOf } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";
import { listChangesOp } from "@/lib/maturity/history-contract";
import { listChanges } from "@/lib/maturity/list-changes";

export const metadata: Metadata = { title: "Changes of maturity" };
const path = "/maturity/changes";

export default async function ChangesPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const ctx = await pageContext(addressOf(path, search));
  const { filters, ignored } = readFilters(listChangesOp.input, search, [TRAIL]);
  return pageOrRefusal("Changes of maturity", async () => {
    const { items, nextCursor, total } = await listChanges(ctx, filters);
    const pages = pageHrefs({ path, filters, defaults: { limit: 50 }, trail: trailOf(search), nextCursor });
    return (
      <>
        <PageHeader
          title="Maturity"
          description="Each rise and fall of an agent's stage or score, with the reason that its requirements gave then."
          tabs={<MaturityTabs current="changes" />}
        />
        <IgnoredNote ignored={ignored} />
        {items.length === 0 ? (
          <EmptyState title="No change was noted">
            The worker notes a change as soon as an agent's stage, its score or what it fails is not what it was.
          </EmptyState>
        ) : (
          <>
            <ChangeList changes={items} named />
            <Pagination {...pages} shown={items.length} total={total} what="changes" />
          </>
        )}
      </>
    );
  });
}
