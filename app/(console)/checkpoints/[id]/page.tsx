import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { CheckpointView } from "@/components/checkpoints/checkpoint-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { countCheckpointsOp, getCheckpointOp } from "@/lib/checkpoints/contract";
import { countCheckpoints } from "@/lib/checkpoints/count-checkpoints";
import { getCheckpoint } from "@/lib/checkpoints/get-checkpoint";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";

export const metadata: Metadata = { title: "Held call" };

export default async function CheckpointPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const ctx = await pageContext(`/checkpoints/${encodeURIComponent(id)}`);
  return pageOrRefusal("Held call", async () => {
    const state = await seeded(
      { options: optionsFor(getCheckpointOp, { id }), data: getCheckpoint(ctx, { id }) },
      { options: optionsFor(countCheckpointsOp, {}), data: countCheckpoints(ctx, {}) },
    );
    return (
      <HydrationBoundary state={state}>
        <CheckpointView key={id} id={id} viewerId={ctx.actor.id} />
      </HydrationBoundary>
    );
  });
}
