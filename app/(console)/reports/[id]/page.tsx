import type { Metadata } from "next";
import { DocumentView } from "@/components/reports/document-view";
import { ReportFiles } from "@/components/reports/report-files";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { pageContext } from "@/lib/http/page-context";
import { getReport } from "@/lib/reports/get-report";

export const metadata: Metadata = { title: "Report" };

export default async function ReportPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const ctx = await pageContext(`/reports/${id}`);
  return pageOrRefusal("Report", async () => {
    const report = await getReport(ctx, { id });
    return (
      <>
        <PageHeader
          trail={<Breadcrumb items={[{ label: "Reports", href: "/reports" }, { label: report.title }]} />}
          title={report.title}
          description={report.verdict}
          meta={
            <>
              As of <Time at={report.asOf} absolute />, written for {report.madeByName}
            </>
          }
        />
        <ReportFiles report={report} />
        <DocumentView document={report.document} />
      </>
    );
  });
}
