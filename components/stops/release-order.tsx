"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Textarea } from "@/components/ui/textarea";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { listReleasesOp, releaseOrderOp } from "@/lib/enforcement/release-contract";
import { getStopOrderOp, listStopOrdersOp, type StopOrder } from "@/lib/enforcement/stop-contract";

/** Asks that the order be lifted. Another person has to confirm it, except for whoever suspended. */
export function ReleaseOrder({ order }: { order: StopOrder }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const ask = useMutation({
    mutationFn: () => call(releaseOrderOp, { id: order.orderId, reason: reason.trim() }),
    onSuccess: async () => {
      setOpen(false);
      const touched = [listReleasesOp, getStopOrderOp, listStopOrdersOp];
      await Promise.all(touched.map(({ id }) => queries.invalidateQueries({ queryKey: [id] })));
    },
  });
  return (
    <Dialog
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
      footer={
        <>
          <DialogClose>
            <Button className="max-sm:h-11">Cancel</Button>
          </DialogClose>
          <Button
            type="submit"
            form="release-order"
            variant="primary"
            loading={ask.isPending}
            disabled={!reason.trim()}
            className="max-sm:h-11"
          >
            Ask for release
          </Button>
        </>
      }
    >
      <form
        id="release-order"
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim() && !ask.isPending) ask.mutate();
        }}
      >
        <Field label="Reason" required hint="Why it is safe again. Kept in the audit log.">
          <Textarea value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Field>
        <FormError problem={problemOf(ask.error)} />
      </form>
    </Dialog>
  );
}
