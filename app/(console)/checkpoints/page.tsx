import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { CheckpointTabs } from "@/components/checkpoints/checkpoint-tabs";
import { CheckpointsView } from "@/components/checkpoints/checkpoints-view";
import { InboxTabs } from "@/components/checkpoints/inbox-tabs";
import { IgnoredNote } from "@/components/shell/ignored-note";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { CheckpointFilters, countCheckpointsOp, listCheckpointsOp } from "@/lib/checkpoints/contract";
import { countCheckpoints } from "@/lib/checkpoints/count-checkpoints";
import { listCheckpoints } from "@/lib/checkpoints/list-checkpoints";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { addressOf, readFilters, type Search, TRAIL, trailOf } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";

export const metadata: Metadata = { title: "Checkpoints" };

export default async function CheckpointsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const ctx = await pageContext(addressOf("/checkpoints", search));
  const { filters: given, ignored } = readFilters(CheckpointFilters, search, [TRAIL]);
  // People see what is alike as one line; programs that list get every request unless they ask otherwise.
  const filters = { ...given, fold: search.fold === "no" ? ("no" as const) : ("yes" as const) };
  return pageOrRefusal("Checkpoints", async () => {
    const state = await seeded(
      { options: optionsFor(listCheckpointsOp, filters), data: listCheckpoints(ctx, filters) },
      { options: optionsFor(countCheckpointsOp, {}), data: countCheckpoints(ctx, {}) },
    );
    return (
      <HydrationBoundary state={state}>
        <PageHeader
          title="Checkpoints"
          description="Calls that policy holds until people have agreed. What nobody decides is denied when its time is up."
          tabs={<CheckpointTabs current="requests" roles={viewerOf(ctx).roles} />}
        />
        <InboxTabs filters={filters} />
        <IgnoredNote ignored={ignored} />
        <CheckpointsView filters={filters} trail={trailOf(search)} viewerId={ctx.actor.id} />
      </HydrationBoundary>
    );
  });
}
