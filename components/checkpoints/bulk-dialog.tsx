"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { plural } from "@/components/ui/format-number";
import { Textarea } from "@/components/ui/textarea";
import {
  type CheckpointSummary,
  countCheckpointsOp,
  getCheckpointOp,
  listCheckpointsOp,
} from "@/lib/checkpoints/contract";
import { approveSeveralOp, denySeveralOp } from "@/lib/checkpoints/inbox-contract";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { BulkItem } from "./bulk-item";
import { useArmed } from "./use-armed";
import { useReadActions } from "./use-read-actions";

export type Verdict = "approve" | "deny";
type Props = { verdict: Verdict; rows: readonly CheckpointSummary[]; close: (decided: boolean) => void };

/** Every action is written out before all of them are decided, each by its own digest; and each one's result is told. */
export function BulkDialog({ verdict, rows, close }: Props) {
  const decide = useDecideSeveral(verdict, rows);
  const approves = verdict === "approve";
  const done = decide.data !== undefined;
  const count = plural(rows.length, "request");
  return (
    <Dialog
      size="lg"
      open
      onOpenChange={() => close(done)}
      title={
        done
          ? `${approves ? "Approving" : "Denying"} ${count}: what became of each`
          : `${approves ? "Approve" : "Deny"} ${count}?`
      }
      description={
        done
          ? undefined
          : approves
            ? "Each is let through once, exactly as it stands here. Read all of them."
            : "None of them happens. Each agent is told the reason."
      }
    >
      <Body verdict={verdict} rows={rows} decide={decide} close={() => close(true)} />
    </Dialog>
  );
}

type BodyProps = Omit<Props, "close"> & { decide: ReturnType<typeof useDecideSeveral>; close: () => void };

function Body({ verdict, rows, decide, close }: BodyProps) {
  const [reason, setReason] = useState("");
  const approves = verdict === "approve";
  const actions = useReadActions(rows, approves);
  const unread = approves ? actions.filter(({ why }) => why !== null).length : 0;
  const armed = useArmed(JSON.stringify([rows.map(({ digest }) => digest), unread]));
  const problem = problemOf(decide.error);
  const results = new Map(decide.data?.results.map((result) => [result.id, result]));
  return (
    <>
      <ol className="border-line border-t">
        {rows.map((row, index) => (
          <BulkItem key={row.id} row={row} read={actions[index]} result={results.get(row.id)} />
        ))}
      </ol>
      {decide.data ? (
        <Button className="mt-4 max-sm:h-11 max-sm:w-full" onClick={close}>
          Back to the inbox
        </Button>
      ) : (
        <form
          className="mt-4 space-y-3"
          onSubmit={(event) => {
            event.preventDefault();
            decide.mutate(reason.trim());
          }}
        >
          {problem ? (
            <Callout tone="deny" title={problem.title}>
              {problem.detail}
            </Callout>
          ) : null}
          <Field
            label="Reason"
            required={!approves}
            aside={approves ? "optional" : undefined}
            hint="The agents are told."
          >
            <Textarea rows={2} maxLength={1000} value={reason} onChange={(event) => setReason(event.target.value)} />
          </Field>
          <p role="status" className="min-h-4 text-muted text-xs">
            {unread > 0
              ? `${plural(unread, "request")} cannot be approved from here: the reason stands beside it.`
              : ""}
          </p>
          <Button
            type="submit"
            variant={approves ? "primary" : "danger"}
            disabled={approves ? unread > 0 || !armed : reason.trim() === ""}
            loading={decide.isPending}
            className="max-sm:h-11 max-sm:w-full"
          >
            {approves ? "Approve" : "Deny"} {rows.length}
          </Button>
        </form>
      )}
    </>
  );
}

function useDecideSeveral(verdict: Verdict, rows: readonly CheckpointSummary[]) {
  const queries = useQueryClient();
  const items = rows.map(({ id, digest }) => ({ id, digest }));
  return useMutation({
    mutationFn: (reason: string) =>
      verdict === "approve"
        ? call(approveSeveralOp, { items, reason: reason || null })
        : call(denySeveralOp, { items, reason }),
    onSettled: () =>
      Promise.all(
        [getCheckpointOp, listCheckpointsOp, countCheckpointsOp].map((op) =>
          queries.invalidateQueries({ queryKey: [op.id] }),
        ),
      ),
  });
}
