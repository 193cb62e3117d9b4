"use client";

import { Equal, Pencil, Plus } from "lucide-react";
import type { Column } from "@/components/ui/data-table";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Status } from "@/components/ui/status";
import { VirtualTable } from "@/components/ui/virtual-table";
import type { ImportRow } from "@/lib/inventory/import-contract";
import { importFieldWords } from "./import-words";

const outcomes = {
  create: { label: "New", icon: Plus, tone: "allow" },
  update: { label: "Changed", icon: Pencil, tone: "hold" },
  same: { label: "As it is", icon: Equal, tone: "neutral" },
} as const;

const columns: readonly Column<ImportRow>[] = [
  { id: "name", header: "Agent", cell: ({ name }) => <InlineUntrusted text={name} /> },
  {
    id: "outcome",
    header: "Outcome",
    width: "8rem",
    cell: ({ outcome }) => (outcome === "error" ? null : <Status {...outcomes[outcome]} />),
  },
  { id: "changes", header: "What differs", wrap: true, cell: ({ changes }) => <Changes changes={changes} /> },
  { id: "line", header: "Line", width: "5rem", align: "end", hideOnPhone: true, cell: ({ line }) => line },
];

/** What would be written, the changes first: they touch what is there. */
export function ImportRows({ rows }: { rows: readonly ImportRow[] }) {
  const order = { update: 0, create: 1, same: 2, error: 3 };
  const shown = rows.filter(({ outcome }) => outcome !== "error").sort((a, b) => order[a.outcome] - order[b.outcome]);
  if (shown.length === 0) return null;
  return (
    <section aria-labelledby="import-rows" className="space-y-3">
      <h2 id="import-rows" className="font-semibold">
        What would be written
      </h2>
      <VirtualTable
        caption="Rows of the table"
        columns={columns}
        count={shown.length}
        rowAt={(place) => shown[place]}
        rowKey={({ line }) => String(line)}
        onRange={nothingToLoad}
      />
    </section>
  );
}

const nothingToLoad = () => undefined;

function Changes({ changes }: Pick<ImportRow, "changes">) {
  if (changes.length === 0) return <span className="text-faint">·</span>;
  return changes.map(({ field, from, to }) => (
    <span key={field} className="mr-3 inline-block">
      <span className="text-muted">{importFieldWords[field]}:</span>{" "}
      {from === "" ? <span className="text-faint">nothing</span> : <InlineUntrusted text={from} max={60} />} →{" "}
      {to === "" ? <span className="text-faint">nothing</span> : <InlineUntrusted text={to} max={60} />}
    </span>
  ));
}
