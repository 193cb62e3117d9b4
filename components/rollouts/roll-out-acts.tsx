"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { FormError } from "@/components/ui/form-error";
import { ReasonDialog } from "@/components/ui/reason-dialog";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import {
  getRollOutOp,
  haltRollOutOp,
  listRollOutPointsOp,
  proceedRollOutOp,
  type RollOut,
  resumeRollOutOp,
  rollBackOp,
} from "@/lib/rollouts/contract";

/** What a person may do with a roll-out that is under way. */
export function RollOutActs({ rollOut: { id, status } }: { rollOut: RollOut }) {
  const queries = useQueryClient();
  const refresh = () =>
    Promise.all([getRollOutOp, listRollOutPointsOp].map((op) => queries.invalidateQueries({ queryKey: [op.id] })));
  const proceed = useMutation({ mutationFn: () => call(proceedRollOutOp, { id }), onSettled: refresh });
  const resume = useMutation({ mutationFn: () => call(resumeRollOutOp, { id }), onSettled: refresh });
  return (
    <div className="mb-8">
      <div className="flex flex-wrap gap-2">
        {status === "waiting" ? (
          <Button variant="primary" loading={proceed.isPending} onClick={() => proceed.mutate()}>
            Proceed to the next ring
          </Button>
        ) : null}
        {status === "halted" ? (
          <Button variant="primary" loading={resume.isPending} onClick={() => resume.mutate()}>
            Resume
          </Button>
        ) : (
          <WithReason
            act="Halt"
            title="Halt the roll-out?"
            description="It reaches nobody else until it is resumed. Points that have the new revision keep it, and the thresholds go on to guard."
            run={(reason) => call(haltRollOutOp, { id, reason })}
            onSettled={refresh}
          />
        )}
        <WithReason
          act="Roll back"
          title="Roll back?"
          description="Every point that it has reached gets the published policies again at once, under a new revision. The draft stays."
          run={(reason) => call(rollBackOp, { id, reason })}
          onSettled={refresh}
        />
      </div>
      <FormError problem={problemOf(proceed.error ?? resume.error)} />
    </div>
  );
}

type WithReasonProps = {
  act: string;
  title: string;
  description: string;
  run: (reason: string) => Promise<RollOut>;
  onSettled: () => Promise<unknown>;
};

function WithReason({ act, title, description, run, onSettled }: WithReasonProps) {
  const [open, setOpen] = useState(false);
  const mutation = useMutation({ mutationFn: run, onSuccess: () => setOpen(false), onSettled });
  return (
    <ReasonDialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button>{act}</Button>}
      title={title}
      description={description}
      hint="Kept with the roll-out and in the audit log."
      act={act}
      busy={mutation.isPending}
      problem={problemOf(mutation.error)}
      onGive={mutation.mutate}
    />
  );
}
