import { command } from "@/lib/audit/command";
import { ReportFileName } from "@/lib/reports/contract";
import { ReportDocument } from "@/lib/reports/document-contract";
import { notFound } from "@/lib/shared/errors";
import { getSharedReportOp } from "./contract";
import { accessInForce, readBy } from "./in-force";

export const getSharedReport = command(getSharedReportOp, async (tx, { id, report: reportId }) => {
  const access = await accessInForce(tx, id);
  if (!access.reportIds.includes(reportId)) throw notFound("report");
  const report = await tx.db.report.findUnique({ where: { id_orgId: { id: reportId, orgId: tx.orgId } } });
  if (!report) throw notFound("report");
  const { title, verdict } = ReportDocument.parse(report.document);
  return {
    result: { id: reportId, title, asOf: report.asOf.toISOString(), verdict, files: [...ReportFileName.options] },
    event: readBy(access, { report: reportId }),
  };
});
