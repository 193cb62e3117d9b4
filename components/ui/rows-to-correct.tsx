import { FileDown } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button";
import { formatCount } from "./format-number";
import { saveFile } from "./save-file";

type RowsToCorrectProps<Row> = {
  /** Of a file, those that cannot be taken. */
  rows: readonly Row[];
  /** How many are shown; the others are in the download. */
  most: number;
  file: string;
  /** The download, as CSV. */
  csv: () => string;
  downloadLabel: string;
  /** What to do about those that are not shown. */
  rest?: string;
  children: (row: Row) => ReactNode;
};

/** What of a file has to be corrected before it is taken. */
export function RowsToCorrect<Row>({ rows, most, file, csv, downloadLabel, rest, children }: RowsToCorrectProps<Row>) {
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="import-problems" className="space-y-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="import-problems" className="font-semibold">
          Rows to correct
        </h2>
        <Button size="sm" variant="quiet" onClick={() => saveFile(file, csv(), "text/csv;charset=utf-8")}>
          <FileDown aria-hidden="true" />
          {downloadLabel}
        </Button>
      </div>
      <ul className="divide-y divide-line border-line border-y text-sm">{rows.slice(0, most).map(children)}</ul>
      {rows.length > most ? (
        <p className="text-muted text-sm">
          {formatCount(rows.length - most)} more are in the download.{rest ? ` ${rest}` : ""}
        </p>
      ) : null}
    </section>
  );
}
