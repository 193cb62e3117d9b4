import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { ComplianceTabs } from "@/components/compliance/compliance-tabs";
import { AccessesView } from "@/components/outside/accesses-view";
import { GiveAccess } from "@/components/outside/give-access";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listAccessesOp } from "@/lib/outside/contract";
import { listAccesses } from "@/lib/outside/list-accesses";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Outside auditors" };

export default async function AuditorsPage() {
  const ctx = await pageContext("/compliance/auditors");
  const mayManage = can(viewerOf(ctx).roles, "outside:manage");
  return pageOrRefusal("Outside auditors", async () => {
    const state = await seeded({ options: optionsFor(listAccessesOp, {}), data: listAccesses(ctx, {}) });
    return (
      <>
        <PageHeader
          title="Compliance"
          description="Auditors from outside: who sees what was shared with them, and until when."
          tabs={<ComplianceTabs current="auditors" />}
          actions={mayManage ? <GiveAccess today={new Date().toISOString().slice(0, 10)} /> : null}
        />
        <HydrationBoundary state={state}>
          <AccessesView mayManage={mayManage} />
        </HydrationBoundary>
      </>
    );
  });
}
