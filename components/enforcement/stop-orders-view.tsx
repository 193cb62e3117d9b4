"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import type { z } from "zod";
import { orderWords, progressOf } from "@/components/inventory/stop-words";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatDuration } from "@/components/ui/format-time";
import { AllowGlyph, DenyGlyph } from "@/components/ui/glyphs";
import { Status } from "@/components/ui/status";
import { ClockTime, Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { listStopOrdersOp, type StopOrder } from "@/lib/enforcement/stop-contract";

const live = { points: [listStopOrdersOp.id], control: [listStopOrdersOp.id] };

/** Newest first; each line says how far the order has come. */
export function StopOrdersView({ filters }: { filters: z.output<typeof listStopOrdersOp.input> }) {
  const { data } = useSuspenseQuery(optionsFor(listStopOrdersOp, filters));
  useLive(live);
  return (
    <DataTable
      caption="Stop orders"
      rows={data.items}
      rowKey={(order) => order.orderId}
      rowHref={(order) => `/agents/${encodeURIComponent(order.agentId)}`}
      columns={[
        { id: "agent", header: "Agent", width: "20%", cell: (order) => order.agentName },
        { id: "order", header: "Order", width: "8rem", cell: (order) => <Order order={order} /> },
        { id: "progress", header: "Points", wrap: true, cell: (order) => <Progress order={order} /> },
        {
          id: "cancelled",
          header: "Held calls ended",
          width: "8rem",
          align: "end",
          hideBelow: "md",
          cell: (order) => order.cancelledCheckpoints,
        },
        { id: "reason", header: "Reason", wrap: true, hideBelow: "lg", cell: (order) => order.reason },
        {
          id: "by",
          header: "Ordered",
          width: "13rem",
          cell: (order) => (
            <>
              <Time at={order.orderedAt} /> <span className="text-muted">by {order.orderedByName}</span>
            </>
          ),
        },
      ]}
      empty={
        <EmptyState title="No agent was ever stopped">
          When one is killed, suspended or released, its order and each point's confirmation stand here.
        </EmptyState>
      }
    />
  );
}

function Order({ order }: { order: StopOrder }) {
  const { done, stops } = orderWords[order.status];
  return <Status tone={stops ? "deny" : "allow"} icon={stops ? DenyGlyph : AllowGlyph} label={done} />;
}

function Progress({ order }: { order: StopOrder }) {
  const progress = progressOf(order);
  if (progress.total === 0) return <span className="text-muted">No point was connected</span>;
  return (
    <span>
      Confirmed by {progress.confirmed} of {progress.total}
      {progress.lastMs === null ? null : <span className="text-muted"> within {formatDuration(progress.lastMs)}</span>}
      {progress.unreachable > 0 ? <Unreached order={order} /> : null}
    </span>
  );
}

/** What those do that the order has not reached: they stop by their lease, or go on refusing what was released. */
function Unreached({ order }: { order: StopOrder }) {
  const { unreachable, stopsBy } = progressOf(order);
  const one = unreachable === 1;
  if (!orderWords[order.status].stops) {
    return (
      <span className="text-hold">
        ; {unreachable} cannot be reached and {one ? "goes" : "go"} on refusing
      </span>
    );
  }
  return (
    <span className="text-hold">
      ; {unreachable} cannot be reached
      {stopsBy ? (
        <>
          , {one ? "its lease ends" : "their leases end"} by <ClockTime at={stopsBy} />
        </>
      ) : null}
    </span>
  );
}
