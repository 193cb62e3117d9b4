"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ReasonDialog } from "@/components/ui/reason-dialog";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { listReleasesOp, releaseOrderOp } from "@/lib/enforcement/release-contract";
import { getStopOrderOp, listStopOrdersOp, type StopOrder } from "@/lib/enforcement/stop-contract";

/** Asks that the order be lifted. Another person has to confirm it, except for whoever suspended. */
export function ReleaseOrder({ order }: { order: StopOrder }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const ask = useMutation({
    mutationFn: (reason: string) => call(releaseOrderOp, { id: order.orderId, reason }),
    onSuccess: async () => {
      setOpen(false);
      const touched = [listReleasesOp, getStopOrderOp, listStopOrdersOp];
      await Promise.all(touched.map(({ id }) => queries.invalidateQueries({ queryKey: [id] })));
    },
  });
  return (
    <ReasonDialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button className="max-sm:h-11">
          <Play aria-hidden="true" />
          Release…
        </Button>
      }
      title={`Release ${order.agentName}?`}
      description="Another admin or security person has to confirm it within an hour; whoever suspended needs nobody else. Calls that were cancelled stay cancelled."
      hint="Why it is safe again. Kept in the audit log."
      act="Ask for release"
      busy={ask.isPending}
      problem={problemOf(ask.error)}
      onGive={(reason) => ask.mutate(reason)}
    />
  );
}
