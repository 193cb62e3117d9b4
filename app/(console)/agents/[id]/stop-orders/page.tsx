import type { Metadata } from "next";
import { StopOrders } from "@/components/inventory/stop-orders";
import { pageContext } from "@/lib/http/page-context";
import { agentPage } from "../agent-page";

export const metadata: Metadata = { title: "Stop orders of an agent" };

export default async function AgentStopOrdersPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const ctx = await pageContext(`/agents/${encodeURIComponent(id)}/stop-orders`);
  return agentPage({ ctx, id, tab: "stop-orders", children: () => <StopOrders agentId={id} /> });
}
