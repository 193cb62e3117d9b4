import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { AgentBoundaryView } from "@/components/isolation/agent-boundary-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pathMember } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";
import { getIsolationOp } from "@/lib/isolation/contract";
import { getIsolation } from "@/lib/isolation/get-isolation";

export const metadata: Metadata = { title: "Boundary" };

export default async function AgentBoundaryPage({ params }: { params: Promise<{ agentId: string }> }) {
  const agentId = pathMember((await params).agentId);
  const ctx = await pageContext(`/isolation/${encodeURIComponent(agentId)}`);
  return pageOrRefusal("Boundary", async () => {
    const input = { agentId };
    const state = await seeded({ options: optionsFor(getIsolationOp, input), data: getIsolation(ctx, input) });
    return (
      <HydrationBoundary state={state}>
        <AgentBoundaryView agentId={agentId} />
      </HydrationBoundary>
    );
  });
}
