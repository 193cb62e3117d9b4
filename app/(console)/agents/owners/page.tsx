import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { LeaversView } from "@/components/owners/leavers-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listLeaversOp } from "@/lib/owners/contract";
import { listLeavers } from "@/lib/owners/list-leavers";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Owners who left" };

export default async function LeaversPage() {
  const ctx = await pageContext("/agents/owners");
  return pageOrRefusal("Owners who left", async () => {
    const state = await seeded({ options: optionsFor(listLeaversOp, {}), data: listLeavers(ctx, {}) });
    return (
      <>
        <PageHeader
          title="Owners who left"
          description="Agents whose owner is not active any more, when they are suspended, and giving them to somebody else."
        />
        <HydrationBoundary state={state}>
          <LeaversView mayManage={can(viewerOf(ctx).roles, "agent:ownership")} />
        </HydrationBoundary>
      </>
    );
  });
}
