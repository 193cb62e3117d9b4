import type { Metadata } from "next";
import { AgentCheckpoints } from "@/components/inventory/agent-checkpoints";
import { listCheckpointsOp } from "@/lib/checkpoints/contract";
import { listCheckpoints } from "@/lib/checkpoints/list-checkpoints";
import { optionsFor } from "@/lib/client/query-options";
import { addressOf, type Search, trailOf } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";
import { agentPage } from "../agent-page";

export const metadata: Metadata = { title: "Checkpoints of an agent" };

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Search> };

export default async function AgentCheckpointsPage({ params, searchParams }: Props) {
  const { id } = await params;
  const search = await searchParams;
  const ctx = await pageContext(addressOf(`/agents/${encodeURIComponent(id)}/checkpoints`, search));
  const cursor = typeof search.cursor === "string" ? search.cursor : undefined;
  const filters = { box: "all", agentId: id, limit: 50, cursor } as const;
  return agentPage({
    ctx,
    id,
    tab: "checkpoints",
    seeds: () => [{ options: optionsFor(listCheckpointsOp, filters), data: listCheckpoints(ctx, filters) }],
    children: () => <AgentCheckpoints agentId={id} filters={filters} trail={trailOf(search)} />,
  });
}
