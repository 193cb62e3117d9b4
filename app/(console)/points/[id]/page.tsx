import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { PointView } from "@/components/enforcement/point-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pathMember } from "@/lib/client/url-filters";
import { getPointOp } from "@/lib/enforcement/fleet-contract";
import { getPoint } from "@/lib/enforcement/get-point";
import { listProbes } from "@/lib/enforcement/list-probes";
import { listProbesOp } from "@/lib/enforcement/proof-contract";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { notFound } from "@/lib/shared/errors";

export const metadata: Metadata = { title: "Enforcement point" };

export default async function PointPage({ params }: { params: Promise<{ id: string }> }) {
  const id = pathMember((await params).id);
  const ctx = await pageContext(`/points/${encodeURIComponent(id)}`);
  return pageOrRefusal("Enforcement point", async () => {
    if (!getPointOp.input.safeParse({ id }).success) throw notFound("enforcement point");
    const state = await seeded(
      { options: optionsFor(getPointOp, { id }), data: getPoint(ctx, { id }) },
      { options: optionsFor(listProbesOp, { id }), data: listProbes(ctx, { id }) },
    );
    return (
      <HydrationBoundary state={state}>
        <PointView id={id} roles={viewerOf(ctx).roles} />
      </HydrationBoundary>
    );
  });
}
