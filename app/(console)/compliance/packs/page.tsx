import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { ComplianceTabs } from "@/components/compliance/compliance-tabs";
import { PacksView } from "@/components/compliance/packs-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { listFrameworksOp } from "@/lib/compliance/contract";
import { listFrameworks } from "@/lib/compliance/list-frameworks";
import { listPacks } from "@/lib/compliance/list-packs";
import { listPacksOp } from "@/lib/compliance/pack-contract";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Audit packs" };

export default async function PacksPage() {
  const ctx = await pageContext("/compliance/packs");
  const { roles } = viewerOf(ctx);
  return pageOrRefusal("Audit packs", async () => {
    const frameworks = await listFrameworks(ctx, {});
    const state = await seeded(
      { options: optionsFor(listPacksOp, {}), data: listPacks(ctx, {}) },
      { options: optionsFor(listFrameworksOp, {}), data: Promise.resolve(frameworks) },
    );
    return (
      <>
        <PageHeader
          title="Compliance"
          description="One file for an auditor, who verifies it without this console."
          tabs={<ComplianceTabs current="packs" />}
        />
        <HydrationBoundary state={state}>
          <PacksView today={frameworks.asOf.slice(0, 10)} mayBuild={can(roles, "compliance:manage")} />
        </HydrationBoundary>
      </>
    );
  });
}
