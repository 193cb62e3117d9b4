/** Private to this folder: reports as the contract shows them. */
import type { Report as Row } from "@/lib/db/generated/client";
import { ReportFileName, type ReportSummary } from "./contract";
import { ReportDocument, ReportKind } from "./document-contract";

export function summaryOf(row: Pick<Row, "id" | "kind" | "document" | "asOf" | "madeByName">): ReportSummary {
  const { title, verdict } = ReportDocument.parse(row.document);
  return {
    id: row.id,
    kind: ReportKind.parse(row.kind),
    title,
    asOf: row.asOf.toISOString(),
    madeByName: row.madeByName,
    verdict,
  };
}

/** In the order in which people look for them. */
export const fileOrder = (a: { name: string }, b: { name: string }): number => place(a.name) - place(b.name);
const order: readonly string[] = ReportFileName.options;
const place = (name: string): number => order.indexOf(name);
