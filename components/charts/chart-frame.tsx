"use client";

import { ChartColumn, Table2 } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { Button } from "@/components/ui/button";

type ChartFrameProps = { title: string; aside?: ReactNode; chart: ReactNode; table: ReactNode };

/** A chart and its twin: the same facts as a table, one press away. */
export function ChartFrame({ title, aside, chart, table }: ChartFrameProps) {
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  return (
    <figure aria-labelledby={id} className="min-w-0">
      <figcaption className="mb-2 flex min-h-7 items-center gap-3">
        <span id={id} className="font-medium text-sm">
          {title}
        </span>
        {aside ? <span className="text-faint text-xs">{aside}</span> : null}
        <Button
          variant="quiet"
          size="sm"
          className="ml-auto font-normal"
          data-print="hide"
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? <ChartColumn aria-hidden="true" /> : <Table2 aria-hidden="true" />}
          {asTable ? "Show chart" : "Show table"}
        </Button>
      </figcaption>
      {asTable ? table : chart}
    </figure>
  );
}

type ChartTableProps = { caption: string; head: readonly string[]; rows: readonly (readonly ReactNode[])[] };

/** The twin: first column names the row, the others are numbers. */
export function ChartTable({ caption, head, rows }: ChartTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section aria-label={caption} tabIndex={0} className="max-h-72 overflow-y-auto">
      <table className="w-full border-collapse text-xs">
        <caption className="sr-only">{caption}</caption>
        <thead className="sticky top-0 bg-paper">
          <tr className="shadow-[inset_0_1.5px_0_var(--rule),inset_0_-1px_0_var(--edge-soft)]">
            {head.map((each, index) => (
              <th
                key={each}
                scope="col"
                className={
                  index === 0
                    ? "h-7 px-1 text-left font-medium text-muted"
                    : "h-7 px-1 text-right font-medium text-muted"
                }
              >
                {each}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells], row) => (
            // biome-ignore-start lint/suspicious/noArrayIndexKey: rows and cells keep their order; names may be nodes
            <tr key={row} className="border-line border-b">
              <th scope="row" className="h-7 px-1 text-left font-normal">
                {name}
              </th>
              {cells.map((cell, column) => (
                <td key={column} className="h-7 px-1 text-right">
                  {cell}
                </td>
              ))}
            </tr>
            // biome-ignore-end lint/suspicious/noArrayIndexKey: as above
          ))}
        </tbody>
      </table>
    </section>
  );
}
