import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { PolicyTabs } from "@/components/policy/policy-tabs";
import { RollOutsView } from "@/components/rollouts/roll-outs-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { getRingsOp, listRollOutsOp } from "@/lib/rollouts/contract";
import { getRings } from "@/lib/rollouts/get-rings";
import { listRollOuts } from "@/lib/rollouts/list-roll-outs";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Roll-outs" };

export default async function RollOutsPage() {
  const ctx = await pageContext("/policies/rollouts");
  const { roles } = viewerOf(ctx);
  return pageOrRefusal("Roll-outs", async () => {
    const state = await seeded(
      { options: optionsFor(listRollOutsOp, {}), data: listRollOuts(ctx, {}) },
      { options: optionsFor(getRingsOp, {}), data: getRings(ctx, {}) },
    );
    return (
      <>
        <PageHeader
          title="Policies"
          description="A publication can reach one ring of points after the other, and is taken back by itself when something goes wrong."
          tabs={<PolicyTabs current="rollouts" />}
        />
        <HydrationBoundary state={state}>
          <RollOutsView mayEdit={can(roles, "policy:publish")} />
        </HydrationBoundary>
      </>
    );
  });
}
