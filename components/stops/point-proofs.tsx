"use client";

import { Check, CircleDashed, CircleHelp, OctagonAlert, Unplug } from "lucide-react";
import type { z } from "zod";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatDuration } from "@/components/ui/format-time";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Status, type StatusProps } from "@/components/ui/status";
import { ClockTime } from "@/components/ui/time";
import type { ProbeResult, StopPoint } from "@/lib/enforcement/stop-contract";

type Point = z.infer<typeof StopPoint>;
type Look = Pick<StatusProps, "tone" | "icon" | "label">;

const stateLook: Record<Point["state"], Look> = {
  confirmed: { tone: "allow", icon: Check, label: "Confirmed" },
  pending: { tone: "hold", icon: CircleDashed, label: "Not answered yet" },
  unreachable: { tone: "unknown", icon: Unplug, label: "Cannot be reached" },
};
const probeLook: Record<ProbeResult, Look> = {
  waiting: { tone: "hold", icon: CircleDashed, label: "Asked" },
  silent: { tone: "unknown", icon: Unplug, label: "No answer" },
  refused: { tone: "allow", icon: Check, label: "Refused" },
  inconclusive: { tone: "hold", icon: CircleHelp, label: "Proves nothing" },
  not_refused: { tone: "deny", icon: OctagonAlert, label: "Not refused" },
  dishonest: { tone: "deny", icon: OctagonAlert, label: "Not believed" },
  honest: { tone: "allow", icon: Check, label: "Honest" },
};

/** Each point's confirmation and its answer to the probe: what it said, and what it showed. */
export function PointProofs({ points, stops }: { points: readonly Point[]; stops: boolean }) {
  const proofs = stops
    ? [
        {
          id: "probe",
          header: "Probe",
          width: "10rem",
          cell: ({ probe }: Point) =>
            probe ? <Status {...probeLook[probe.result]} /> : <span className="text-faint">Not yet</span>,
        },
        {
          id: "why",
          header: "What it showed",
          wrap: true,
          hideBelow: "lg" as const,
          cell: ({ probe }: Point) =>
            probe?.why ? <InlineUntrusted text={probe.why} max={300} /> : <span className="text-faint">–</span>,
        },
        {
          id: "cancelled",
          header: "Calls ended",
          align: "end" as const,
          width: "7rem",
          hideBelow: "md" as const,
          cell: ({ cancelled, frozen }: Point) => (
            <>
              {cancelled ?? <span className="text-faint">–</span>}
              {frozen ? <span className="block text-muted text-xs">{frozen} frozen</span> : null}
            </>
          ),
        },
      ]
    : [];
  return (
    <DataTable
      caption="Enforcement points"
      rows={points}
      rowKey={(point) => point.pepId}
      rowHref={(point) => `/points/${encodeURIComponent(point.pepId)}`}
      columns={[
        { id: "point", header: "Point", wrap: true, cell: (point) => point.name },
        { id: "state", header: "Order", width: "11rem", cell: ({ state }) => <Status {...stateLook[state]} /> },
        { id: "ms", header: "After", align: "end", width: "9rem", cell: (point) => <When point={point} /> },
        ...proofs,
      ]}
      empty={<EmptyState title="No point was connected">There was none that could have let it act.</EmptyState>}
    />
  );
}

function When({ point: { ms, leaseEndsAt } }: { point: Point }) {
  if (ms !== null) return <span className="tabular-nums">{formatDuration(ms)}</span>;
  if (leaseEndsAt === null) return <span className="text-faint">–</span>;
  return (
    <span className="text-hold">
      stops by <ClockTime at={leaseEndsAt} />
    </span>
  );
}
