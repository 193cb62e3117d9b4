import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { SinkView } from "@/components/delivery/sink-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pathMember } from "@/lib/client/url-filters";
import { getSinkOp, listDeadLettersOp } from "@/lib/delivery/contract";
import { getSink } from "@/lib/delivery/get-sink";
import { listDeadLetters } from "@/lib/delivery/list-dead-letters";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { notFound } from "@/lib/shared/errors";

export const metadata: Metadata = { title: "Integration" };

export default async function IntegrationPage({ params }: { params: Promise<{ id: string }> }) {
  const id = pathMember((await params).id);
  const ctx = await pageContext(`/settings/integrations/${encodeURIComponent(id)}`);
  return pageOrRefusal("Integration", async () => {
    if (!getSinkOp.input.safeParse({ id }).success) throw notFound("integration");
    const state = await seeded(
      { options: optionsFor(getSinkOp, { id }), data: getSink(ctx, { id }) },
      { options: optionsFor(listDeadLettersOp, { id }), data: listDeadLetters(ctx, { id }) },
    );
    return (
      <HydrationBoundary state={state}>
        <SinkView id={id} roles={viewerOf(ctx).roles} />
      </HydrationBoundary>
    );
  });
}
