"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { z } from "zod";
import { orderWords, progressOf } from "@/components/inventory/stop-words";
import { OrderStatus } from "@/components/stops/order-status";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { formatDuration } from "@/components/ui/format-time";
import { InlineUntrusted } from "@/components/ui/revealed";
import { ClockTime, Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { filterHref } from "@/lib/client/url-filters";
import { listStopOrdersOp, type StopOrder } from "@/lib/enforcement/stop-contract";

const live = { points: [listStopOrdersOp.id], control: [listStopOrdersOp.id] };

/** Newest first; each line says how far the order has come. */
export function StopOrdersView({ filters }: { filters: z.output<typeof listStopOrdersOp.input> }) {
  const { data } = useSuspenseQuery(optionsFor(listStopOrdersOp, filters));
  useLive(live);
  const router = useRouter();
  return (
    <>
      <FilterBar
        facets={[
          {
            id: "standing",
            label: "In force",
            single: true,
            options: [{ value: "yes", label: "Only what is in force" }],
            value: filters.standing ? [filters.standing] : [],
            onChange: ([standing]) => router.replace(filterHref("/points/stops", filters, { standing })),
          },
        ]}
        onClear={
          filters.standing || filters.agentId || filters.drill ? () => router.replace("/points/stops") : undefined
        }
      />
      <DataTable
        caption="Stop orders"
        rows={data.items}
        rowKey={(order) => order.orderId}
        rowHref={(order) => `/points/stops/${encodeURIComponent(order.orderId)}`}
        columns={[
          {
            id: "agent",
            header: "What",
            width: "20%",
            wrap: true,
            cell: (order) => <InlineUntrusted text={order.agentName} max={200} />,
          },
          { id: "order", header: "Order", width: "8rem", cell: (order) => <OrderStatus status={order.status} /> },
          { id: "progress", header: "Points", wrap: true, cell: (order) => <Progress order={order} /> },
          { id: "proof", header: "Proof", width: "9rem", hideBelow: "md", cell: (order) => <Proof order={order} /> },
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
          <EmptyState title={filters.standing ? "Nothing is stopped now" : "Nothing was ever stopped"}>
            When something is stopped or released, its order stands here, with each point’s confirmation and proof.
          </EmptyState>
        }
      />
    </>
  );
}

function Proof({ order }: { order: StopOrder }) {
  if (!orderWords[order.status].stops) return <span className="text-faint">–</span>;
  if (order.points.some(({ probe }) => probe?.result === "not_refused" || probe?.result === "dishonest"))
    return <span className="font-medium text-deny">Probe failed</span>;
  if (!order.certificate) return <span className="text-muted">Not yet</span>;
  return order.certificate.complete ? "Certified" : <span className="text-hold">Certified in part</span>;
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
