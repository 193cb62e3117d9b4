import type { Metadata } from "next";
import { agentChoices } from "@/components/enforcement/agent-choices";
import { providerWords } from "@/components/inventory/words";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { StopForm } from "@/components/stops/stop-form";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import type { Ctx } from "@/lib/db/ctx";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listPeople } from "@/lib/identity/list-people";
import { listAgents } from "@/lib/inventory/list-agents";
import { listTools } from "@/lib/inventory/list-tools";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Stop" };

export default async function NewStopPage() {
  const ctx = await pageContext("/points/stops/new");
  const { roles } = viewerOf(ctx);
  return pageOrRefusal("Stop", async () => (
    <>
      <PageHeader
        trail={<Breadcrumb items={[{ label: "Stop orders", href: "/points/stops" }, { label: "Stop" }]} />}
        title="Stop"
        description="Choose what has to stop, see what that reaches, and confirm it by typing its name."
      />
      {can(roles, "agent:stop") ? (
        <StopForm choices={await choicesOf(ctx)} everything={roles.includes("admin") || roles.includes("security")} />
      ) : (
        <EmptyState title="Your roles do not stop agents">Ask an owner, an admin or someone of security.</EmptyState>
      )}
    </>
  ));
}

async function choicesOf(ctx: Ctx) {
  const [agents, people, tools] = await Promise.all([
    listAgents(ctx, agentChoices),
    listPeople(ctx, {}),
    listTools(ctx, {}),
  ]);
  const names = tools.items.map(({ server, name }) => `${server}/${name}`);
  return {
    agents: agents.items.map(({ id, name }) => ({ value: id, label: name })),
    people: people.items.map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` })),
    providers: Object.entries(providerWords).map(([value, label]) => ({ value, label })),
    servers: [...new Set(tools.items.map(({ server }) => server))],
    tools: names,
  };
}
