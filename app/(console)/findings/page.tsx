import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { FindingsView } from "@/components/findings/findings-view";
import { IgnoredNote } from "@/components/shell/ignored-note";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { addressOf, readFilters, type Search, TRAIL, trailOf } from "@/lib/client/url-filters";
import { FindingFilters, FindingStatus, listFindingsOp } from "@/lib/findings/contract";
import { listFindings } from "@/lib/findings/list-findings";
import { pageContext } from "@/lib/http/page-context";

export const metadata: Metadata = { title: "Findings" };

export default async function FindingsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const ctx = await pageContext(addressOf("/findings", search));
  const { filters, ignored } = readFilters(FindingFilters, search, [TRAIL, "status"]);
  const asked = search.status ?? "open";
  const status = FindingStatus.safeParse(asked);
  const resolved = { ...filters, status: asked === "all" ? undefined : (status.data ?? ("open" as const)) };
  const understood = asked === "all" || status.success;
  return pageOrRefusal("Findings", async () => {
    const state = await seeded({
      options: optionsFor(listFindingsOp, resolved),
      data: listFindings(ctx, resolved),
    });
    const place = { ...filters, status: asked === "all" ? "all" : resolved.status };
    return (
      <>
        <PageHeader
          title="Findings"
          description="What is wrong, found by rules and probes. Each closes by itself when it is no longer so, or by a person with a reason."
        />
        <IgnoredNote ignored={understood ? ignored : [...ignored, "status"]} />
        <HydrationBoundary state={state}>
          <FindingsView place={{ filters: resolved, asked: place, trail: trailOf(search) }} />
        </HydrationBoundary>
      </>
    );
  });
}
