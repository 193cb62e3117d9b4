"use client";

import { useSuspenseQueries } from "@tanstack/react-query";
import { ackLook } from "@/components/policy/ack-look";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Status } from "@/components/ui/status";
import { Duration } from "@/components/ui/time";
import { optionsFor } from "@/lib/client/query-options";
import { listAcksOp } from "@/lib/enforcement/contract";

/** What one point said of the newest revisions. A revision older than the point has no row. */
export function PointAcks({ pepId, revisions }: { pepId: string; revisions: readonly number[] }) {
  const answers = useSuspenseQueries({ queries: revisions.map((revision) => optionsFor(listAcksOp, { revision })) });
  const rows = answers.flatMap(({ data }) => {
    const ack = data.points.find((point) => point.pepId === pepId);
    return ack ? [{ revision: data.revision, ack }] : [];
  });
  return (
    <DataTable
      caption="Acknowledged bundles"
      rows={rows}
      rowKey={(row) => String(row.revision)}
      columns={[
        { id: "revision", header: "Revision", width: "7rem", cell: (row) => row.revision },
        { id: "result", header: "Answer", width: "9rem", cell: (row) => <Status {...ackLook(row.ack.result)} /> },
        {
          id: "ms",
          header: "After",
          width: "7rem",
          align: "end",
          cell: (row) => (row.ack.ms === null ? "–" : <Duration ms={row.ack.ms} />),
        },
        { id: "reason", header: "Reason", wrap: true, cell: (row) => row.ack.reason ?? "" },
      ]}
      empty={<EmptyState title="Nothing published yet">A point loads a bundle as soon as there is one.</EmptyState>}
    />
  );
}
