import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { RedteamRunView } from "@/components/redteam/redteam-run-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pathMember } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";
import { getRedteamRunOp } from "@/lib/redteam/contract";
import { getRun } from "@/lib/redteam/get-run";

export const metadata: Metadata = { title: "Red-team exercise" };

export default async function RedteamRunPage({ params }: { params: Promise<{ id: string }> }) {
  const id = pathMember((await params).id);
  const ctx = await pageContext(`/isolation/red-team/${encodeURIComponent(id)}`);
  return pageOrRefusal("Red-team exercise", async () => {
    const state = await seeded({ options: optionsFor(getRedteamRunOp, { id }), data: getRun(ctx, { id }) });
    return (
      <HydrationBoundary state={state}>
        <RedteamRunView id={id} />
      </HydrationBoundary>
    );
  });
}
