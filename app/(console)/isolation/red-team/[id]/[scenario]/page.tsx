import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { ScenarioView } from "@/components/redteam/scenario-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pathMember } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";
import { getRedteamRunOp } from "@/lib/redteam/contract";
import { getRun } from "@/lib/redteam/get-run";

export const metadata: Metadata = { title: "Attack" };

export default async function ScenarioPage({ params }: { params: Promise<{ id: string; scenario: string }> }) {
  const { id, scenario } = await params;
  const runId = pathMember(id);
  const ctx = await pageContext(`/isolation/red-team/${encodeURIComponent(runId)}`);
  return pageOrRefusal("Attack", async () => {
    const input = { id: runId };
    const state = await seeded({ options: optionsFor(getRedteamRunOp, input), data: getRun(ctx, input) });
    return (
      <HydrationBoundary state={state}>
        <ScenarioView runId={runId} scenario={pathMember(scenario)} />
      </HydrationBoundary>
    );
  });
}
