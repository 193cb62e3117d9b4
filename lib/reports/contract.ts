/** Reports for board and regulator: written once from live facts, dated and signed. */
import { z } from "zod";
import { idOf } from "@/lib/shared/ids";
import { operation, pageInput, pageOf } from "@/lib/shared/operation";
import { Instant } from "@/sdk/wire/words";
import { ReportDocument, ReportKind } from "./document-contract";

export const ReportSummary = z.object({
  id: z.string(),
  kind: ReportKind,
  title: z.string(),
  /** When its facts were read. */
  asOf: Instant,
  madeByName: z.string(),
  verdict: z.string(),
});
export type ReportSummary = z.infer<typeof ReportSummary>;

export const ReportFileName = z.enum(["report.pdf", "report.html", "report.json"]);
export type ReportFileName = z.infer<typeof ReportFileName>;

export const Report = ReportSummary.extend({
  document: ReportDocument,
  files: z.array(z.object({ name: ReportFileName, bytes: z.int(), sha256: z.string() })),
  keyId: z.string(),
  /** SHA-256 of the public key as DER, by which people tell keys apart. */
  fingerprint: z.string(),
});
export type Report = z.infer<typeof Report>;

export const makeReportOp = operation({
  id: "reports.makeReport",
  http: "POST /v1/reports",
  permission: "report:make",
  summary: "Write a report from what is stored now, and sign it",
  input: z.strictObject({ kind: ReportKind }),
  output: Report,
  creates: true,
});

export const listReportsOp = operation({
  id: "reports.listReports",
  http: "GET /v1/reports",
  permission: "report:read",
  summary: "List the reports that were written, newest first",
  input: z.strictObject({ ...pageInput, kind: ReportKind.optional() }),
  output: pageOf(ReportSummary),
});

export const getReportOp = operation({
  id: "reports.getReport",
  http: "GET /v1/reports/{id}",
  permission: "report:read",
  summary: "Read one report",
  input: z.strictObject({ id: idOf("report") }),
  output: Report,
});
