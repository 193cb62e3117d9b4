/** A table of agents as people read and write it. Pure. */

import { ImportField, type ImportPreview, type ImportRow } from "@/lib/inventory/import-contract";
import { csvTable } from "@/lib/shared/csv-cell";

export const importFieldWords: Record<ImportField, string> = {
  name: "Name",
  purpose: "Purpose",
  provider: "Provider",
  framework: "Framework",
  environment: "Environment",
  team: "Team",
  dataClasses: "Data classes",
  tags: "Tags",
  autonomy: "Autonomy",
  riskTier: "Risk tier",
  owner: "Owner (e-mail)",
  backupOwner: "Backup owner (e-mail)",
};

/** The heading and one row that would be taken. */
export const templateCsv = (): string =>
  csvTable([
    ImportField.options,
    [
      "Invoice checker",
      "Compares invoices with orders and asks for what is missing",
      "openai",
      "OpenAI Agents SDK",
      "production",
      "Finance",
      "confidential; payment",
      "invoices; month end",
      "supervised",
      "high",
      "",
      "",
    ],
  ]);

/** The rows that cannot be taken, with what is wrong, to be corrected where the table comes from. */
export function errorsCsv(rows: readonly ImportRow[]): string {
  const bad = rows.filter(({ outcome }) => outcome === "error");
  const cellsOf = (row: ImportRow) => ImportField.options.map((field) => row.cells?.[field] ?? "");
  return csvTable([
    [...ImportField.options, "line", "problem"],
    ...bad.map((row) => [...cellsOf(row), row.line, row.problems.map(sayProblem).join(" ")]),
  ]);
}

export const sayProblem = ({ field, message }: ImportRow["problems"][number]): string =>
  field === null ? message : `${importFieldWords[field]}: ${message}`;

/** "481 new, 12 changed, 7 not taken": what is none is not said. */
export function sayCounts({ create, update, same, error }: ImportPreview["counts"]): string {
  const parts = [
    [create, "new"],
    [update, "changed"],
    [same, "as they are"],
    [error, "not taken"],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count.toLocaleString("en-GB")} ${what}`)
    .join(", ");
}
