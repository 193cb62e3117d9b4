import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { BreakGlassView } from "@/components/checkpoints/break-glass-view";
import { CheckpointTabs } from "@/components/checkpoints/checkpoint-tabs";
import { IgnoredNote } from "@/components/shell/ignored-note";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { listBreakGlassOp } from "@/lib/checkpoints/glass-contract";
import { listBreakGlass } from "@/lib/checkpoints/list-break-glass";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { addressOf, readFilters, type Search, TRAIL, trailOf } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";

export const metadata: Metadata = { title: "Broken glass" };

export default async function BreakGlassPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const ctx = await pageContext(addressOf("/checkpoints/break-glass", search));
  const { filters, ignored } = readFilters(listBreakGlassOp.input, search, [TRAIL]);
  return pageOrRefusal("Broken glass", async () => {
    const state = await seeded({ options: optionsFor(listBreakGlassOp, filters), data: listBreakGlass(ctx, filters) });
    return (
      <HydrationBoundary state={state}>
        <PageHeader
          title="Broken glass"
          description="Calls that somebody let through without the people whom they waited for. Each is reviewed by somebody else."
          tabs={<CheckpointTabs current="break-glass" roles={viewerOf(ctx).roles} />}
        />
        <IgnoredNote ignored={ignored} />
        <BreakGlassView viewer={viewerOf(ctx)} filters={filters} trail={trailOf(search)} />
      </HydrationBoundary>
    );
  });
}
