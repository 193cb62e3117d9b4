"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { OctagonX } from "lucide-react";
import { OrderStatus } from "@/components/stops/order-status";
import { EmptyState } from "@/components/ui/empty-state";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { listStopOrdersOp } from "@/lib/enforcement/stop-contract";
import { StopProgress } from "./stop-progress";
import { orderWords } from "./stop-words";

const live = { control: [listStopOrdersOp.id], points: [listStopOrdersOp.id] };

/** Every order to stop or release this agent, with each point's own confirmation. */
export function StopOrders({ agentId }: { agentId: string }) {
  const { data } = useSuspenseQuery(optionsFor(listStopOrdersOp, { agentId }));
  useLive(live);
  if (data.items.length === 0) {
    return (
      <EmptyState title="This agent was never stopped" icon={<OctagonX aria-hidden="true" />}>
        A kill, a suspension or a release appears here with the time that each enforcement point took to confirm it.
      </EmptyState>
    );
  }
  return (
    <ol aria-label="Stop orders, newest first" className="space-y-8">
      {data.items.map((order) => (
        <li key={order.orderId} className="animate-arrive border-line border-t pt-4">
          <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1">
            <h2 className="text-base">{orderWords[order.status].title}</h2>
            <OrderStatus status={order.status} />
            <span className="text-muted text-xs">
              <Time at={order.orderedAt} absolute />
            </span>
          </div>
          <StopProgress order={order} />
        </li>
      ))}
    </ol>
  );
}
