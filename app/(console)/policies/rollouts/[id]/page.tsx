import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { RollOutView } from "@/components/rollouts/roll-out-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { getRollOutOp, listRollOutPointsOp } from "@/lib/rollouts/contract";
import { getRollOut } from "@/lib/rollouts/get-roll-out";
import { listRollOutPoints } from "@/lib/rollouts/list-roll-out-points";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Roll-out" };

export default async function RollOutPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const ctx = await pageContext(`/policies/rollouts/${id}`);
  const { roles } = viewerOf(ctx);
  return pageOrRefusal("Roll-out", async () => {
    const rollOut = await getRollOut(ctx, { id });
    const state = await seeded(
      { options: optionsFor(getRollOutOp, { id }), data: Promise.resolve(rollOut) },
      { options: optionsFor(listRollOutPointsOp, { id }), data: listRollOutPoints(ctx, { id }) },
    );
    return (
      <>
        <PageHeader
          trail={
            <Breadcrumb
              items={[
                { label: "Policies", href: "/policies" },
                { label: "Roll-outs", href: "/policies/rollouts" },
                { label: "One roll-out" },
              ]}
            />
          }
          title={rollOut.note || "Roll-out"}
          description={
            <>
              Started by {rollOut.startedByName} <Time at={rollOut.startedAt} absolute />.
            </>
          }
        />
        <HydrationBoundary state={state}>
          <RollOutView id={id} mayAct={can(roles, "policy:publish")} />
        </HydrationBoundary>
      </>
    );
  });
}
