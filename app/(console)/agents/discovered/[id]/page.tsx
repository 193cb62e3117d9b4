import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { SightingView } from "@/components/discovery/sighting-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pathMember } from "@/lib/client/url-filters";
import { getSightingOp } from "@/lib/discovery/contract";
import { getSighting } from "@/lib/discovery/get-sighting";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Discovered agent" };

export default async function SightingPage({ params }: { params: Promise<{ id: string }> }) {
  const id = pathMember((await params).id);
  const ctx = await pageContext(`/agents/discovered/${encodeURIComponent(id)}`);
  return pageOrRefusal("Discovered agent", async () => {
    const state = await seeded({ options: optionsFor(getSightingOp, { id }), data: getSighting(ctx, { id }) });
    const { roles } = viewerOf(ctx);
    return (
      <HydrationBoundary state={state}>
        <SightingView id={id} may={{ confirm: can(roles, "agent:register"), review: can(roles, "discovery:review") }} />
      </HydrationBoundary>
    );
  });
}
