import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { IncidentView } from "@/components/incidents/incident-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pathMember } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { getIncidentOp } from "@/lib/incidents/contract";
import { getIncident } from "@/lib/incidents/get-incident";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Incident" };

export default async function IncidentPage({ params }: { params: Promise<{ id: string }> }) {
  const id = pathMember((await params).id);
  const ctx = await pageContext(`/incidents/${encodeURIComponent(id)}`);
  return pageOrRefusal("Incident", async () => {
    const state = await seeded({ options: optionsFor(getIncidentOp, { id }), data: getIncident(ctx, { id }) });
    const viewer = viewerOf(ctx);
    return (
      <HydrationBoundary state={state}>
        <IncidentView id={id} viewer={viewer} mayManage={can(viewer.roles, "incident:manage")} />
      </HydrationBoundary>
    );
  });
}
