/** One file of a report, its signature, or the key; as it was signed. That somebody took it is written down first. */
import { z } from "zod";
import { recordAudit } from "@/lib/audit/record";
import { type Ctx, transaction } from "@/lib/db/ctx";
import { notFound } from "@/lib/shared/errors";
import { ReportFileName } from "./contract";
import { summaryOf } from "./rows";

const KEY = "signing-key.pem";
const types: Record<ReportFileName, string> = {
  "report.pdf": "application/pdf",
  "report.html": "text/html; charset=utf-8",
  "report.json": "application/json",
};

const Asked = z.union([z.literal(KEY), ReportFileName, z.templateLiteral([ReportFileName, z.literal(".sig")])]);

export type Download = { name: string; type: string; bytes: Uint8Array };

export async function downloadReport(ctx: Ctx, id: string, wanted: string): Promise<Download> {
  const { db, orgId } = ctx;
  const row = await db.report.findUnique({ where: { id_orgId: { id, orgId } } });
  const asked = Asked.safeParse(wanted);
  if (!row) throw notFound("report");
  if (!asked.success) throw notFound("file");
  const name = asked.data;
  const download = name === KEY ? keyFile(row.publicKey) : await formOf(ctx, id, name);
  const { title } = summaryOf(row);
  await transaction(ctx, (tx) =>
    recordAudit(tx, {
      action: "report.downloaded",
      target: { kind: "report", id, name: title },
      detail: { file: name },
    }),
  );
  return download;
}

const keyFile = (publicKey: string): Download => ({
  name: KEY,
  type: "application/x-pem-file",
  bytes: Buffer.from(publicKey),
});

async function formOf({ db }: Ctx, reportId: string, name: string): Promise<Download> {
  const form = ReportFileName.parse(name.replace(/\.sig$/, ""));
  const file = await db.reportFile.findUnique({ where: { reportId_name: { reportId, name: form } } });
  if (!file) throw notFound("file");
  return name === form
    ? { name, type: types[form], bytes: file.bytes }
    : { name, type: "application/octet-stream", bytes: file.signature };
}
