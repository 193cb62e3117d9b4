import { HydrationBoundary } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { AgentHead, type AgentTab } from "@/components/inventory/agent-head";
import type { Viewer } from "@/components/inventory/may";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { optionsFor } from "@/lib/client/query-options";
import { type Seed, seeded } from "@/lib/client/seeded";
import type { Ctx } from "@/lib/db/ctx";
import { listReleases } from "@/lib/enforcement/list-releases";
import { listStopOrders } from "@/lib/enforcement/list-stop-orders";
import { listReleasesOp } from "@/lib/enforcement/release-contract";
import { listStopOrdersOp } from "@/lib/enforcement/stop-contract";
import { viewerOf } from "@/lib/http/viewer-of";
import { getAgentOp } from "@/lib/inventory/contract";
import { getAgent } from "@/lib/inventory/get-agent";
import { getAgentStageOp } from "@/lib/maturity/contract";
import { getAgentStage } from "@/lib/maturity/get-agent-stage";

type AgentPage = {
  ctx: Ctx;
  id: string;
  tab: AgentTab;
  /** What this tab shows beside the head. Made only once the agent is known to be there. */
  seeds?: () => Seed[];
  children: (viewer: Viewer) => ReactNode;
};

/** What all tabs of an agent share: the head, what it needs, and the refusals. */
export function agentPage({ ctx, id, tab, seeds = () => [], children }: AgentPage): Promise<ReactNode> {
  return pageOrRefusal("Agent", async () => {
    const agent = await getAgent(ctx, { id });
    const viewer = viewerOf(ctx);
    const state = await seeded(
      { options: optionsFor(getAgentOp, { id }), data: Promise.resolve(agent) },
      { options: optionsFor(getAgentStageOp, { id }), data: getAgentStage(ctx, { id }) },
      { options: optionsFor(listStopOrdersOp, { agentId: id }), data: listStopOrders(ctx, { agentId: id }) },
      { options: optionsFor(listReleasesOp, { agentId: id }), data: listReleases(ctx, { agentId: id }) },
      ...seeds(),
    );
    return (
      <HydrationBoundary state={state}>
        <AgentHead id={id} tab={tab} viewer={viewer} />
        {children(viewer)}
      </HydrationBoundary>
    );
  });
}
