"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { listStopOrdersOp } from "@/lib/enforcement/stop-contract";
import type { Agent } from "@/lib/inventory/contract";
import { StopProgress } from "./stop-progress";
import { progressOf } from "./stop-words";

/** Points answer within milliseconds, so this one asks more often than pages do, and only while an order is under way. */
const live = { points: [listStopOrdersOp.id], control: [listStopOrdersOp.id], audit: [listStopOrdersOp.id] };

/** Above everything else while an agent is stopped, or while points have still to hear that it is released. */
export function StopBand({ agent }: { agent: Agent }) {
  const { data } = useSuspenseQuery(optionsFor(listStopOrdersOp, { agentId: agent.id }));
  const order = data.items[0];
  const open = order !== undefined && !progressOf(order).done;
  useLive(live, { everyMs: 250, active: open });
  if (agent.status === "retired") {
    return (
      <Callout title="This agent is retired for good" className="mb-6">
        {agent.statusReason ?? "No reason was kept."} Its record and its history stay.
      </Callout>
    );
  }
  const stopped = agent.status !== "active";
  if (!order || (!stopped && (!open || order.status !== "active"))) return null;
  return (
    <Callout
      tone={order.status === "killed" ? "deny" : order.status === "suspended" ? "hold" : "note"}
      className="mb-6"
      action={
        <Button asChild size="sm" variant="quiet">
          <Link href={`/points/stops/${encodeURIComponent(order.orderId)}`}>Proof and release</Link>
        </Button>
      }
    >
      <StopProgress order={order} />
    </Callout>
  );
}
