import type { Metadata } from "next";
import { EditForm } from "@/components/inventory/edit-form";
import { optionsFor } from "@/lib/client/query-options";
import { pageContext } from "@/lib/http/page-context";
import { listPeopleOp } from "@/lib/identity/contract";
import { listPeople } from "@/lib/identity/list-people";
import { listAgents } from "@/lib/inventory/list-agents";
import { agentPage } from "../agent-page";

export const metadata: Metadata = { title: "Edit an agent" };

export default async function EditAgentPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const ctx = await pageContext(`/agents/${encodeURIComponent(id)}/edit`);
  const known = await listAgents(ctx, { limit: 200 });
  const teams = [...new Set(known.items.map(({ team }) => team))].sort();
  return agentPage({
    ctx,
    id,
    tab: "edit",
    seeds: () => [{ options: optionsFor(listPeopleOp, {}), data: listPeople(ctx, {}) }],
    children: (viewer) => <EditForm id={id} teams={teams} viewer={viewer} />,
  });
}
