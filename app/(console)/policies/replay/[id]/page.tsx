import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { ReplayView } from "@/components/replay/replay-view";
import { daysOf } from "@/components/replay/replay-words";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { getReplayOp } from "@/lib/replay/contract";
import { getReplay } from "@/lib/replay/get-replay";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Replay" };

export default async function ReplayPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const ctx = await pageContext(`/policies/replay/${id}`);
  const { roles } = viewerOf(ctx);
  return pageOrRefusal("Replay", async () => {
    const replay = await getReplay(ctx, { id });
    const state = await seeded({ options: optionsFor(getReplayOp, { id }), data: Promise.resolve(replay) });
    const days = daysOf(replay);
    return (
      <>
        <PageHeader
          trail={
            <Breadcrumb
              items={[
                { label: "Policies", href: "/policies" },
                { label: "Replay", href: "/policies/replay" },
                { label: "One replay" },
              ]}
            />
          }
          title={days === 1 ? "The last day, replayed" : `The last ${days} days, replayed`}
          description={
            <>
              Asked for by {replay.askedBy} <Time at={replay.askedAt} absolute />: calls received from{" "}
              <Time at={replay.from} absolute /> on.
            </>
          }
        />
        <HydrationBoundary state={state}>
          <ReplayView id={id} mayCancel={can(roles, "policy:edit")} />
        </HydrationBoundary>
      </>
    );
  });
}
