"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { countCheckpointsOp, listCheckpointsOp } from "@/lib/checkpoints/contract";
import { call } from "@/lib/client/call";
import { optionsFor } from "@/lib/client/query-options";
import { releaseAgentOp } from "@/lib/enforcement/release-contract";
import { killAgentOp, listStopOrdersOp, type StopOrder, suspendAgentOp } from "@/lib/enforcement/stop-contract";
import { type Agent, getAgentOp, listAgentsOp, retireAgentOp } from "@/lib/inventory/contract";
import { getAgentStageOp, getOverviewOp } from "@/lib/maturity/contract";

const touched = [
  getAgentOp.id,
  listAgentsOp.id,
  getAgentStageOp.id,
  getOverviewOp.id,
  listStopOrdersOp.id,
  listCheckpointsOp.id,
  countCheckpointsOp.id,
];
const orders = { kill: killAgentOp, suspend: suspendAgentOp, release: releaseAgentOp };
export type Order = keyof typeof orders | "retire";

/** Gives one of the four orders to an agent and shows the stop order at once, before points have answered. */
export function useOrder(id: string, order: Order, done: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (reason: string) => {
      if (order !== "retire") return call(orders[order], { id, reason });
      await call(retireAgentOp, { id, reason });
      return null;
    },
    onSuccess: async (given) => {
      if (given) {
        const { queryKey } = optionsFor(listStopOrdersOp, { agentId: id });
        queries.setQueryData(queryKey, (known: { items: StopOrder[] } | undefined) => ({
          items: [given, ...(known?.items ?? []).filter(({ orderId }) => orderId !== given.orderId)],
        }));
        // The order has changed the agent already: the head of the page need not wait to be told.
        queries.setQueryData(optionsFor(getAgentOp, { id }).queryKey, (known: Agent | undefined) =>
          known ? { ...known, status: given.status, statusReason: given.reason } : known,
        );
      }
      done();
      await Promise.all(touched.map((operation) => queries.invalidateQueries({ queryKey: [operation] })));
    },
  });
}
