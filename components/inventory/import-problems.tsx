"use client";

import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { InlineUntrusted } from "@/components/ui/revealed";
import { RowsToCorrect } from "@/components/ui/rows-to-correct";
import { ImportField, type ImportRow } from "@/lib/inventory/import-contract";
import { errorsCsv, importFieldWords } from "./import-words";

/** More than these are better mended in the table itself. */
const MENDED_HERE = 50;

type Mend = (line: number, field: ImportField, value: string) => void;

/** The rows that cannot be taken: each wrong cell with its reason, to be corrected in place. */
export function ImportProblems({
  rows,
  cellOf,
  onMend,
}: {
  rows: readonly ImportRow[];
  cellOf: (row: ImportRow, field: ImportField) => string;
  onMend: Mend;
}) {
  const bad = rows.filter(({ outcome }) => outcome === "error");
  return (
    <RowsToCorrect
      rows={bad}
      most={MENDED_HERE}
      file="agents-to-correct.csv"
      csv={() => errorsCsv(rows)}
      downloadLabel="Download these rows"
      rest="Correct the table and choose it again."
    >
      {(row) => <ProblemRow key={row.line} row={row} cellOf={cellOf} onMend={onMend} />}
    </RowsToCorrect>
  );
}

function ProblemRow({
  row,
  cellOf,
  onMend,
}: {
  row: ImportRow;
  cellOf: (row: ImportRow, field: ImportField) => string;
  onMend: Mend;
}) {
  const fields = ImportField.options.filter((field) => row.problems.some((problem) => problem.field === field));
  const whole = row.problems.filter(({ field }) => field === null);
  return (
    <li className="py-3">
      <p className="text-sm">
        <span className="text-muted">Line {row.line}</span>{" "}
        <span className="font-medium">{row.name === "" ? "without a name" : <InlineUntrusted text={row.name} />}</span>
      </p>
      {whole.map(({ message }) => (
        <p key={message} className="text-deny text-sm">
          {message}
        </p>
      ))}
      <div className="mt-2 grid grid-cols-1 gap-3 md:grid-cols-2">
        {fields.map((field) => (
          <Field
            key={field}
            label={importFieldWords[field]}
            error={row.problems.flatMap((problem) => (problem.field === field ? problem.message : [])).join(" ")}
          >
            <Input
              value={cellOf(row, field)}
              maxLength={4000}
              onChange={(event) => onMend(row.line, field, event.target.value)}
            />
          </Field>
        ))}
      </div>
    </li>
  );
}
