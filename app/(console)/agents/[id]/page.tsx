import type { Metadata } from "next";
import { dayOf } from "@/components/activity/decisions-day";
import { agentCredentialsInput } from "@/components/credentials/agent-credentials-input";
import { agentSightingsInput } from "@/components/discovery/agent-sightings-input";
import { AgentOverview } from "@/components/inventory/agent-overview";
import { agentHistoryInput } from "@/components/maturity/agent-history-input";
import { listCallsOp, summariseCallsOp } from "@/lib/activity/contract";
import { listCalls } from "@/lib/activity/list-calls";
import { summariseCalls } from "@/lib/activity/summarise-calls";
import { listHoldPausesOp } from "@/lib/checkpoints/flood-contract";
import { listHoldPauses } from "@/lib/checkpoints/list-hold-pauses";
import { optionsFor } from "@/lib/client/query-options";
import { listCredentialsOp } from "@/lib/credentials/contract";
import { listCredentials } from "@/lib/credentials/list-credentials";
import { listDelegationsOp } from "@/lib/delegations/contract";
import { listDelegations } from "@/lib/delegations/list-delegations";
import { listSightingsOp } from "@/lib/discovery/contract";
import { listSightings } from "@/lib/discovery/list-sightings";
import { listPointsOp } from "@/lib/enforcement/contract";
import { listPoints } from "@/lib/enforcement/list-points";
import { pageContext } from "@/lib/http/page-context";
import { listChangesOp } from "@/lib/maturity/history-contract";
import { listChanges } from "@/lib/maturity/list-changes";
import { agentPage } from "./agent-page";

export const metadata: Metadata = { title: "Agent" };

export default async function AgentOverviewPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const ctx = await pageContext(`/agents/${encodeURIComponent(id)}`);
  const recent = { agentId: id, limit: 5 };
  const day = dayOf(id);
  return agentPage({
    ctx,
    id,
    tab: "overview",
    seeds: () => [
      { options: optionsFor(listCallsOp, recent), data: listCalls(ctx, recent) },
      { options: optionsFor(summariseCallsOp, day), data: summariseCalls(ctx, day) },
      { options: optionsFor(listHoldPausesOp, { agentId: id }), data: listHoldPauses(ctx, { agentId: id }) },
      { options: optionsFor(listDelegationsOp, { agentId: id }), data: listDelegations(ctx, { agentId: id }) },
      {
        options: optionsFor(listCredentialsOp, agentCredentialsInput(id)),
        data: listCredentials(ctx, agentCredentialsInput(id)),
      },
      { options: optionsFor(listChangesOp, agentHistoryInput(id)), data: listChanges(ctx, agentHistoryInput(id)) },
      {
        options: optionsFor(listSightingsOp, agentSightingsInput(id)),
        data: listSightings(ctx, agentSightingsInput(id)),
      },
      { options: optionsFor(listPointsOp, { agentId: id }), data: listPoints(ctx, { agentId: id }) },
    ],
    children: (viewer) => <AgentOverview id={id} viewer={viewer} />,
  });
}
