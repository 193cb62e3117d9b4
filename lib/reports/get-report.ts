import { query } from "@/lib/audit/query";
import { fingerprintOf } from "@/lib/compliance/pack/write-pack";
import { Prisma } from "@/lib/db/generated/client";
import { notFound } from "@/lib/shared/errors";
import { getReportOp, ReportFileName } from "./contract";
import { ReportDocument } from "./document-contract";
import { fileOrder, summaryOf } from "./rows";

export const getReport = query(getReportOp, async ({ db, orgId }, { id }) => {
  const row = await db.report.findUnique({ where: { id_orgId: { id, orgId } } });
  if (!row) throw notFound("report");
  const files = await db.$queryRaw<{ name: string; bytes: number; sha256: string }[]>(Prisma.sql`
    SELECT "name", octet_length("bytes") AS "bytes", "sha256" FROM "ReportFile" WHERE "reportId" = ${id}`);
  return {
    ...summaryOf(row),
    document: ReportDocument.parse(row.document),
    files: files.sort(fileOrder).map((file) => ({ ...file, name: ReportFileName.parse(file.name) })),
    keyId: row.keyId,
    fingerprint: fingerprintOf(row.publicKey),
  };
});
