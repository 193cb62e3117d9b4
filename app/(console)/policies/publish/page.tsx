import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { PublishView } from "@/components/policy/publish-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { reviewDraftOp } from "@/lib/policy/review-contract";
import { reviewDraft } from "@/lib/policy/review-draft";
import { getRingsOp } from "@/lib/rollouts/contract";
import { getRings } from "@/lib/rollouts/get-rings";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Publish" };

export default async function PublishPage() {
  const ctx = await pageContext("/policies/publish");
  const { roles } = viewerOf(ctx);
  return pageOrRefusal("Publish", async () => {
    const state = await seeded(
      { options: optionsFor(reviewDraftOp, {}), data: reviewDraft(ctx, {}) },
      { options: optionsFor(getRingsOp, {}), data: getRings(ctx, {}) },
    );
    return (
      <>
        <PageHeader
          trail={<Breadcrumb items={[{ label: "Policies", href: "/policies" }, { label: "Publish" }]} />}
          title="Publish"
          description="One signed bundle with the current version of every active policy goes to every connected point, or to one ring after the other."
        />
        <HydrationBoundary state={state}>
          <PublishView mayPublish={can(roles, "policy:publish")} />
        </HydrationBoundary>
      </>
    );
  });
}
