"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { SeverityMark } from "@/components/findings/finding-looks";
import { type Column, DataTable } from "@/components/ui/data-table";
import { formatCount } from "@/components/ui/format-number";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { type Detection, listDetectionsOp } from "@/lib/detections/contract";
import { DetectionState, detectionHref, ThreatIds } from "./detection-looks";

const live = { findings: [listDetectionsOp.id], audit: [listDetectionsOp.id] };

const columns: readonly Column<Detection>[] = [
  { id: "title", header: "Detection", wrap: true, cell: ({ title }) => title },
  { id: "state", header: "State", width: "7rem", cell: (one) => <DetectionState detection={one} /> },
  { id: "severity", header: "Severity", width: "6.5rem", cell: ({ severity }) => <SeverityMark value={severity} /> },
  {
    id: "threats",
    header: "Threats",
    width: "15rem",
    wrap: true,
    hideBelow: "lg",
    hideOnPhone: true,
    cell: ({ asi, atlas }) => <ThreatIds ids={[...asi, ...atlas]} />,
  },
  {
    id: "open",
    header: "Open",
    width: "4.5rem",
    align: "end",
    cell: ({ open }) => <span className={open > 0 ? "font-medium" : "text-muted"}>{formatCount(open)}</span>,
  },
  {
    id: "raised",
    header: "In 30 days",
    width: "6rem",
    align: "end",
    cell: ({ raised }) => <span className="text-muted">{formatCount(raised)}</span>,
  },
  {
    id: "last",
    header: "Last raised",
    width: "7rem",
    align: "end",
    cell: ({ lastRaisedAt }) =>
      lastRaisedAt ? (
        <Time at={lastRaisedAt} className="text-muted text-xs" />
      ) : (
        <span className="text-faint text-xs">never</span>
      ),
  },
];

/** Everything that is watched for: also what never happened, so that silence can be read. */
export function DetectionsView() {
  const { data } = useSuspenseQuery(optionsFor(listDetectionsOp, {}));
  useLive(live);
  return (
    <>
      <DataTable
        caption="Detections"
        columns={columns}
        rows={data.items}
        rowKey={({ id }) => id}
        rowHref={({ id }) => detectionHref(id)}
      />
      <p className="mt-3 text-muted text-xs">
        Calls are looked at every 10 seconds, and how things stand every minute. As of <Time at={data.asOf} />.
      </p>
    </>
  );
}
