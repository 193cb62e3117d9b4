import type { Metadata } from "next";
import { FailingTable } from "@/components/maturity/failing-table";
import { IgnoredNote } from "@/components/shell/ignored-note";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Time } from "@/components/ui/time";
import { addressOf, pageHrefs, readFilters, type Search, TRAIL, trailOf } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";
import { catalogue } from "@/lib/maturity/catalogue";
import { listFailing } from "@/lib/maturity/list-failing";
import { listFailingOp } from "@/lib/maturity/standing-contract";

export const metadata: Metadata = { title: "Agents that fail a requirement" };
const path = "/maturity/failing";
/** Without one in the address, the first rung of the ladder. */
const usual = { requirement: catalogue[0]?.id };

export default async function FailingPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const ctx = await pageContext(addressOf(path, search));
  const { filters, ignored } = readFilters(listFailingOp.input, { ...usual, ...search }, [TRAIL]);
  const title = catalogue.find(({ id }) => id === filters.requirement)?.title ?? "Requirement";
  return pageOrRefusal(title, async () => {
    const { items, nextCursor, total, lookedAt } = await listFailing(ctx, filters);
    const pages = pageHrefs({ path, filters, defaults: { limit: 50 }, trail: trailOf(search), nextCursor });
    return (
      <>
        <PageHeader
          title={title}
          trail={<Breadcrumb items={[{ label: "Maturity", href: "/maturity" }, { label: title }]} />}
          description="Active agents that do not meet it, with the reason as it is now and where it is mended."
          meta={
            lookedAt ? (
              <span>
                agents were last looked at <Time at={lookedAt} />
              </span>
            ) : null
          }
        />
        <IgnoredNote ignored={ignored} />
        {items.length === 0 ? (
          <EmptyState title={lookedAt ? "No active agent fails it" : "Nothing was measured yet"}>
            {lookedAt ? "Whoever was on this list has been mended." : "The next look at the agents fills this list."}
          </EmptyState>
        ) : (
          <FailingTable rows={items} />
        )}
        <Pagination {...pages} shown={items.length} total={total} what="agents" />
      </>
    );
  });
}
