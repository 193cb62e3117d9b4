import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { RegisterForm } from "@/components/inventory/register-form";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listPeopleOp } from "@/lib/identity/contract";
import { listPeople } from "@/lib/identity/list-people";
import { listAgents } from "@/lib/inventory/list-agents";
import { Refusal } from "@/lib/shared/errors";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Register an agent" };

export default async function RegisterAgentPage() {
  const ctx = await pageContext("/agents/new");
  const viewer = viewerOf(ctx);
  return pageOrRefusal("Register an agent", async () => {
    if (!can(viewer.roles, "agent:register")) {
      throw new Refusal("forbidden", "Admins, security and owners register agents. Ask one of them.");
    }
    const state = await seeded({ options: optionsFor(listPeopleOp, {}), data: listPeople(ctx, {}) });
    const known = await listAgents(ctx, { limit: 200 });
    const teams = [...new Set(known.items.map(({ team }) => team))].sort();
    return (
      <>
        <PageHeader
          title="Register an agent"
          trail={<Breadcrumb items={[{ label: "Agents", href: "/agents" }, { label: "Register" }]} />}
          description="Registered, it is known and can be stopped. It acts only once a point enforces it and a policy permits it."
        />
        <HydrationBoundary state={state}>
          <RegisterForm ownerId={can(viewer.roles, "agent:retire") ? null : viewer.id} teams={teams} />
        </HydrationBoundary>
      </>
    );
  });
}
