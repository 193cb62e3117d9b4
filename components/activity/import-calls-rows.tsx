"use client";

import type { Column } from "@/components/ui/data-table";
import { formatCount } from "@/components/ui/format-number";
import { InlineUntrusted } from "@/components/ui/revealed";
import { RowsToCorrect } from "@/components/ui/rows-to-correct";
import { effectLook, Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { VirtualTable } from "@/components/ui/virtual-table";
import type { PreviewedCall } from "@/lib/imports/contract";
import { callFieldWords, problemsCsv } from "./import-calls-words";

const MOST_PROBLEMS = 100;

/** The rows that cannot be taken, each wrong cell with its reason and what it says. */
export function ImportProblems({ rows }: { rows: readonly PreviewedCall[] }) {
  const bad = rows.filter(({ outcome }) => outcome === "error");
  return (
    <RowsToCorrect
      rows={bad}
      most={MOST_PROBLEMS}
      file="calls-to-correct.csv"
      csv={() => problemsCsv(bad)}
      downloadLabel="Download what is wrong"
    >
      {({ line, problems }) => (
        <li key={line} className="flex flex-wrap gap-x-4 gap-y-1 py-2">
          <span className="w-20 shrink-0 text-muted tabular-nums">Line {formatCount(line)}</span>
          <ul className="min-w-0 flex-1 basis-60 space-y-1">
            {problems.map(({ field, message, value }) => (
              <li key={`${field} ${message}`}>
                {field === null ? null : <span className="font-medium">{callFieldWords[field]}: </span>}
                <span className="text-deny">{message}</span>{" "}
                {value === "" ? null : <InlineUntrusted text={value} max={80} className="font-mono text-xs" />}
              </li>
            ))}
          </ul>
        </li>
      )}
    </RowsToCorrect>
  );
}

const columns: readonly Column<PreviewedCall>[] = [
  {
    id: "tool",
    header: "Tool",
    cell: ({ tool }) => <InlineUntrusted text={tool} max={80} className="font-mono text-xs" />,
  },
  {
    id: "agent",
    header: "Agent",
    width: "16rem",
    cell: ({ agent, unknownAgent }) => (
      <>
        {unknownAgent ? <span className="mr-2 text-hold text-xs">not registered</span> : null}
        <InlineUntrusted text={agent} max={60} />
      </>
    ),
  },
  {
    id: "decision",
    header: "Decision, as the file says",
    width: "13rem",
    cell: ({ effect, outcome }) => (
      <span className="inline-flex items-center gap-2 align-middle">
        {effect === null ? <span className="text-faint">none</span> : <Status {...effectLook[effect]} />}
        {outcome === "same" ? <span className="text-muted text-xs">there already</span> : null}
      </span>
    ),
  },
  {
    id: "at",
    header: "Time",
    width: "12.5rem",
    cell: ({ at }) => (at === null ? null : <Time at={at} absolute className="text-muted text-xs" />),
  },
  { id: "line", header: "Line", width: "5rem", align: "end", hideOnPhone: true, cell: ({ line }) => formatCount(line) },
];

const nothingToLoad = () => undefined;

/** What would be written, in the order of the file. */
export function ImportRows({ rows }: { rows: readonly PreviewedCall[] }) {
  const shown = rows.filter(({ outcome }) => outcome !== "error");
  if (shown.length === 0) return null;
  return (
    <section aria-labelledby="import-rows" className="space-y-3">
      <h2 id="import-rows" className="font-semibold">
        Rows that can be taken
      </h2>
      <VirtualTable
        caption="Calls of the file"
        columns={columns}
        count={shown.length}
        rowAt={(place) => shown[place]}
        rowKey={({ line }) => String(line)}
        onRange={nothingToLoad}
      />
    </section>
  );
}
