"use client";

import { FileDown } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { InlineUntrusted } from "@/components/ui/revealed";
import { saveFile } from "@/components/ui/save-file";
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
  if (bad.length === 0) return null;
  return (
    <section aria-labelledby="import-problems" className="space-y-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="import-problems" className="font-semibold">
          Rows to correct
        </h2>
        <Button
          size="sm"
          variant="quiet"
          onClick={() => saveFile("agents-to-correct.csv", errorsCsv(rows), "text/csv;charset=utf-8")}
        >
          <FileDown aria-hidden="true" />
          Download these rows
        </Button>
      </div>
      <ul className="divide-y divide-line border-line border-y">
        {bad.slice(0, MENDED_HERE).map((row) => (
          <ProblemRow key={row.line} row={row} cellOf={cellOf} onMend={onMend} />
        ))}
      </ul>
      {bad.length > MENDED_HERE ? (
        <p className="text-muted text-sm">
          {(bad.length - MENDED_HERE).toLocaleString("en-GB")} more are in the download. Correct the table and choose it
          again.
        </p>
      ) : null}
    </section>
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
