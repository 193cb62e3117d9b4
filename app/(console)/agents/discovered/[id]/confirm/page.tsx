import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { RegisterForm } from "@/components/inventory/register-form";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pathMember } from "@/lib/client/url-filters";
import { getSighting } from "@/lib/discovery/get-sighting";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listPeopleOp } from "@/lib/identity/contract";
import { listPeople } from "@/lib/identity/list-people";
import { listAgents } from "@/lib/inventory/list-agents";
import { Refusal } from "@/lib/shared/errors";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Confirm a discovered agent" };

export default async function ConfirmPage({ params }: { params: Promise<{ id: string }> }) {
  const id = pathMember((await params).id);
  const ctx = await pageContext(`/agents/discovered/${encodeURIComponent(id)}/confirm`);
  const viewer = viewerOf(ctx);
  return pageOrRefusal("Confirm a discovered agent", async () => {
    if (!can(viewer.roles, "agent:register"))
      throw new Refusal("forbidden", "Admins, security and owners register agents. Ask one of them.");
    const sighting = await getSighting(ctx, { id });
    const state = await seeded({ options: optionsFor(listPeopleOp, {}), data: listPeople(ctx, {}) });
    const known = await listAgents(ctx, { limit: 200 });
    const teams = [...new Set(known.items.map(({ team }) => team))].sort();
    const place = `/agents/discovered/${encodeURIComponent(id)}`;
    return (
      <>
        <PageHeader
          title="Confirm a discovered agent"
          trail={
            <Breadcrumb
              items={[
                { label: "Discovered", href: "/agents/discovered" },
                { label: "Sighting", href: place },
                { label: "Confirm" },
              ]}
            />
          }
          description={
            sighting.agent === null
              ? "It becomes an agent of its own. It acts only once a point enforces it and a policy permits it."
              : "It becomes an agent of its own, with the calls that telemetry told of. It stays stopped until two people release it."
          }
        />
        <HydrationBoundary state={state}>
          <RegisterForm
            ownerId={can(viewer.roles, "agent:retire") ? null : viewer.id}
            teams={teams}
            seen={{ id, preset: sighting.suggested }}
          />
        </HydrationBoundary>
      </>
    );
  });
}
