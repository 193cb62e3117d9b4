import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { ReportsView } from "@/components/reports/reports-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listReportsOp } from "@/lib/reports/contract";
import { listReports } from "@/lib/reports/list-reports";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Reports" };

export default async function ReportsPage() {
  const ctx = await pageContext("/reports");
  const { roles } = viewerOf(ctx);
  return pageOrRefusal("Reports", async () => {
    const state = await seeded({ options: optionsFor(listReportsOp, {}), data: listReports(ctx, {}) });
    return (
      <>
        <PageHeader
          title="Reports"
          description="For board and regulator: written from the live system, dated and signed."
        />
        <HydrationBoundary state={state}>
          <ReportsView mayMake={can(roles, "report:make")} />
        </HydrationBoundary>
      </>
    );
  });
}
