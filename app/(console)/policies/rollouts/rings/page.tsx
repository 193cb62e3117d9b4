import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { RingsForm } from "@/components/rollouts/rings-form";
import { RingsTable } from "@/components/rollouts/roll-outs-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { getRingsOp } from "@/lib/rollouts/contract";
import { getRings } from "@/lib/rollouts/get-rings";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Rings" };

export default async function RingsPage() {
  const ctx = await pageContext("/policies/rollouts/rings");
  const { roles } = viewerOf(ctx);
  return pageOrRefusal("Rings", async () => {
    const rings = await getRings(ctx, {});
    const state = await seeded({ options: optionsFor(getRingsOp, {}), data: Promise.resolve(rings) });
    return (
      <>
        <PageHeader
          trail={
            <Breadcrumb
              items={[
                { label: "Policies", href: "/policies" },
                { label: "Roll-outs", href: "/policies/rollouts" },
                { label: "Rings" },
              ]}
            />
          }
          title="Rings"
          description="A roll-out reaches them from first to last. A point is in the first that it fits; one that is under way keeps the rings that it began with."
        />
        {can(roles, "policy:publish") ? (
          <HydrationBoundary state={state}>
            <RingsForm />
          </HydrationBoundary>
        ) : (
          <RingsTable rings={rings.rings} />
        )}
      </>
    );
  });
}
