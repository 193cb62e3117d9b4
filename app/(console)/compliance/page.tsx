import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { ComplianceTabs } from "@/components/compliance/compliance-tabs";
import { FrameworksView } from "@/components/compliance/frameworks-view";
import { ImportFramework } from "@/components/compliance/import-framework";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { listFrameworksOp } from "@/lib/compliance/contract";
import { listFrameworks } from "@/lib/compliance/list-frameworks";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Compliance" };

export default async function CompliancePage() {
  const ctx = await pageContext("/compliance");
  return pageOrRefusal("Compliance", async () => {
    const state = await seeded({ options: optionsFor(listFrameworksOp, {}), data: listFrameworks(ctx, {}) });
    return (
      <>
        <PageHeader
          title="Compliance"
          description="What the live system shows of each framework, what is missing, and where it is mended."
          tabs={<ComplianceTabs current="frameworks" />}
          actions={can(viewerOf(ctx).roles, "compliance:manage") ? <ImportFramework /> : null}
        />
        <HydrationBoundary state={state}>
          <FrameworksView />
        </HydrationBoundary>
      </>
    );
  });
}
