"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Badge } from "@/components/ui/badge";
import { type Column, DataTable } from "@/components/ui/data-table";
import { Time } from "@/components/ui/time";
import { optionsFor } from "@/lib/client/query-options";
import { type FrameworkHead, listFrameworksOp } from "@/lib/compliance/contract";
import { CoverageBar } from "./control-state";

/** Every framework with how much of it is shown now. */
export function FrameworksView() {
  const { data } = useSuspenseQuery(optionsFor(listFrameworksOp, {}));
  return (
    <>
      <p className="mb-3 text-muted text-xs">
        As of <Time at={data.asOf} />. Computed from the live system; what cannot be read never counts as met.
      </p>
      <DataTable
        caption="Frameworks"
        rows={data.items}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/compliance/${id}`}
        columns={columnsAt(data.asOf.slice(0, 10))}
      />
    </>
  );
}

const columnsAt = (today: string): readonly Column<FrameworkHead>[] => [
  {
    id: "framework",
    header: "Framework",
    wrap: true,
    cell: ({ title, custom }) => (
      <>
        {title} {custom ? <Badge>your own</Badge> : null}
      </>
    ),
  },
  { id: "date", header: "Next date", width: "16rem", wrap: true, hideBelow: "lg", cell: (row) => nextDate(row, today) },
  {
    id: "coverage",
    header: "Shown now",
    width: "22rem",
    wrap: true,
    cell: ({ counts }) => <CoverageBar counts={counts} />,
  },
];

function nextDate({ dates }: FrameworkHead, today: string) {
  const next = dates.find(({ on }) => on > today);
  if (!next) return <span className="text-muted">none ahead</span>;
  return (
    <span className="text-sm">
      <time dateTime={next.on} className="tabular-nums">
        {next.on}
      </time>
      {next.unconfirmed ? " (not confirmed)" : ""}: <span className="text-muted">{next.what}</span>
    </span>
  );
}
