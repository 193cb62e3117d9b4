"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Pause, Pencil, Play, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { tellProblem } from "@/components/changes/tell-problem";
import { Button } from "@/components/ui/button";
import { ConfirmDanger } from "@/components/ui/confirm-danger";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { deleteSinkOp, getSinkOp, listSinksOp, pauseSinkOp, resumeSinkOp, type Sink } from "@/lib/delivery/contract";
import { ReplayDialog } from "./replay-dialog";
import { SinkDialog } from "./sink-dialog";
import { isChatKind } from "./sink-draft";

/** What may be done with a sink. Pausing loses nothing, so it does not ask; deleting does. */
export function SinkActs({ sink }: { sink: Sink }) {
  const queries = useQueryClient();
  const refresh = () =>
    Promise.all([getSinkOp, listSinksOp].map((op) => queries.invalidateQueries({ queryKey: [op.id] })));
  const paused = sink.state === "paused";
  const resume = useMutation({
    mutationFn: () => call(resumeSinkOp, { id: sink.id }),
    onSuccess: refresh,
    onError: (error) => tellProblem(error),
  });
  const pause = useMutation({
    mutationFn: () => call(pauseSinkOp, { id: sink.id }),
    onSuccess: refresh,
    onError: (error) => tellProblem(error),
  });
  const failing = sink.state === "failing";
  return (
    <>
      {failing ? (
        <Button onClick={() => resume.mutate()} loading={resume.isPending}>
          <Play aria-hidden="true" />
          Try now
        </Button>
      ) : null}
      {paused ? (
        <Button variant="primary" onClick={() => resume.mutate()} loading={resume.isPending}>
          <Play aria-hidden="true" />
          Resume
        </Button>
      ) : (
        <Button onClick={() => pause.mutate()} loading={pause.isPending}>
          <Pause aria-hidden="true" />
          Pause
        </Button>
      )}
      {isChatKind(sink.kind) ? null : <ReplayDialog sink={sink} />}
      <SinkDialog
        sink={sink}
        trigger={
          <Button>
            <Pencil aria-hidden="true" />
            Edit
          </Button>
        }
      />
      <DeleteSink sink={sink} />
    </>
  );
}

function DeleteSink({ sink }: { sink: Sink }) {
  const router = useRouter();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const remove = useMutation({
    mutationFn: () => call(deleteSinkOp, { id: sink.id }),
    onSuccess: async () => {
      toast.success(`${sink.name} is deleted`);
      router.push("/settings/integrations");
      await queries.invalidateQueries({ queryKey: [listSinksOp.id] });
    },
  });
  return (
    <ConfirmDanger
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        remove.reset();
      }}
      trigger={
        <Button variant="danger-outline">
          <Trash2 aria-hidden="true" />
          Delete
        </Button>
      }
      title={`Delete ${sink.name}?`}
      stops={`Nothing more is sent there. ${sink.pending > 0 ? "What waits for it is not delivered, and its" : "Its"} numbers and dead letters are gone for good; the records themselves stay.`}
      word={sink.name}
      reason="none"
      act="Delete integration"
      busy={remove.isPending}
      problem={problemOf(remove.error)}
      onConfirm={() => remove.mutate()}
    />
  );
}
