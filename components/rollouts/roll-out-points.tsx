"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ackLook } from "@/components/policy/ack-look";
import { DataTable } from "@/components/ui/data-table";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { optionsFor } from "@/lib/client/query-options";
import { listRollOutPointsOp, type RollOutRing } from "@/lib/rollouts/contract";

type RollOutPointsProps = { id: string; rings: readonly RollOutRing[]; ended: boolean };

/** Every point of the roll-out's rings, as it stands now. */
export function RollOutPoints({ id, rings, ended }: RollOutPointsProps) {
  const { data } = useSuspenseQuery(optionsFor(listRollOutPointsOp, { id }));
  const told = new Set(
    rings.flatMap(({ position, state }) => (state === "reached" || state === "passed" ? position : [])),
  );
  return (
    <>
      <DataTable
        caption="Points of the roll-out"
        rows={data.items}
        rowKey={({ pepId }) => pepId}
        columns={[
          {
            id: "name",
            header: "Point",
            cell: (point) => (
              <Link href={`/points/${encodeURIComponent(point.pepId)}`} className="hover:underline">
                {point.name}
              </Link>
            ),
          },
          { id: "ring", header: "Ring", width: "10rem", cell: (point) => rings[point.position]?.name ?? "" },
          {
            id: "answer",
            header: "Answer",
            width: "10rem",
            cell: (point) =>
              point.result === "waiting" && !told.has(point.position) ? (
                <span className="text-muted">{ended ? "was never told" : "not told yet"}</span>
              ) : (
                <Status {...ackLook(point.result)} />
              ),
          },
          { id: "at", header: "At", width: "8rem", hideBelow: "md", cell: ({ at }) => (at ? <Time at={at} /> : "–") },
          { id: "revision", header: "Runs", width: "6rem", align: "end", cell: (point) => point.revision || "–" },
          {
            id: "live",
            header: "Connected",
            width: "7rem",
            hideBelow: "md",
            cell: (point) => (point.live ? "yes" : <span className="text-muted">no</span>),
          },
          { id: "reason", header: "Reason", wrap: true, hideBelow: "lg", cell: (point) => point.reason ?? "" },
        ]}
        empty={<p className="py-3 text-muted text-sm">No point was in any ring.</p>}
      />
      {data.total > data.items.length ? (
        <p className="mt-2 text-muted text-sm">
          {data.items.length} of {data.total} points are listed.
        </p>
      ) : null}
    </>
  );
}
