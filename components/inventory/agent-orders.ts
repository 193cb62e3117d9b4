"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { countCheckpointsOp, listCheckpointsOp } from "@/lib/checkpoints/contract";
import { call } from "@/lib/client/call";
import { optionsFor } from "@/lib/client/query-options";
import { listReleasesOp, type ReleaseAnswer, releaseAgentOp } from "@/lib/enforcement/release-contract";
import { killAgentOp, listStopOrdersOp, type StopOrder, suspendAgentOp } from "@/lib/enforcement/stop-contract";
import { type Agent, getAgentOp, listAgentsOp, retireAgentOp } from "@/lib/inventory/contract";
import { getAgentStageOp, getOverviewOp } from "@/lib/maturity/contract";
import { AgentStatus } from "@/sdk/wire/words";

const touched = [
  getAgentOp.id,
  listAgentsOp.id,
  getAgentStageOp.id,
  getOverviewOp.id,
  listStopOrdersOp.id,
  listReleasesOp.id,
  listCheckpointsOp.id,
  countCheckpointsOp.id,
];
export type Order = "kill" | "suspend" | "release" | "retire";

/** Null for what is not an order of its own: a retirement, or a release that waits for a second person. */
async function give(id: string, order: Order, reason: string): Promise<StopOrder | null> {
  if (order === "kill") return call(killAgentOp, { id, reason });
  if (order === "suspend") return call(suspendAgentOp, { id, reason });
  if (order === "release") {
    const answer: ReleaseAnswer = await call(releaseAgentOp, { id, reason });
    return answer.order;
  }
  await call(retireAgentOp, { id, reason });
  return null;
}

/** Gives one of the four orders to an agent and shows the stop order at once, before points have answered. */
export function useOrder(id: string, order: Order, done: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) => give(id, order, reason),
    onSuccess: async (given) => {
      const status = AgentStatus.safeParse(given?.status).data;
      if (given && status) {
        const { queryKey } = optionsFor(listStopOrdersOp, { agentId: id });
        queries.setQueryData(queryKey, (known: { items: StopOrder[] } | undefined) => ({
          items: [given, ...(known?.items ?? []).filter(({ orderId }) => orderId !== given.orderId)],
        }));
        // The order has changed the agent already: the head of the page need not wait to be told.
        queries.setQueryData(optionsFor(getAgentOp, { id }).queryKey, (known: Agent | undefined) =>
          known ? { ...known, status, statusReason: given.reason } : known,
        );
      }
      done();
      await Promise.all(touched.map((operation) => queries.invalidateQueries({ queryKey: [operation] })));
    },
  });
}
