import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { PointView } from "@/components/enforcement/point-view";
import { pageOrRefusal } from "@/components/policy/refused-page";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { listAcksOp, listPointsOp } from "@/lib/enforcement/contract";
import { listAcks } from "@/lib/enforcement/list-acks";
import { listPoints } from "@/lib/enforcement/list-points";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listBundles } from "@/lib/policy/list-bundles";
import { notFound } from "@/lib/shared/errors";

export const metadata: Metadata = { title: "Enforcement point" };

/** As many as one looks back for when a point does not follow. */
const REVISIONS_SHOWN = 5;

export default async function PointPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const ctx = await pageContext(`/points/${encodeURIComponent(id)}`);
  return pageOrRefusal("Enforcement point", async () => {
    const [points, bundles] = await Promise.all([listPoints(ctx, {}), listBundles(ctx, {})]);
    if (!points.items.some((point) => point.id === id)) throw notFound("enforcement point");
    const revisions = bundles.items.slice(0, REVISIONS_SHOWN).map(({ revision }) => revision);
    const state = await seeded(
      { options: optionsFor(listPointsOp, {}), data: Promise.resolve(points) },
      ...revisions.map((revision) => ({
        options: optionsFor(listAcksOp, { revision }),
        data: listAcks(ctx, { revision }),
      })),
    );
    return (
      <HydrationBoundary state={state}>
        <PointView id={id} revisions={revisions} roles={viewerOf(ctx).roles} />
      </HydrationBoundary>
    );
  });
}
