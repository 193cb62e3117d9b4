"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { History } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { plural } from "@/components/ui/format-number";
import { Input } from "@/components/ui/input";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { getSinkOp, replaySinkOp, type Sink } from "@/lib/delivery/contract";

/** Sends a range of time again: first counted, then confirmed. */
export function ReplayDialog({ sink }: { sink: Sink }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={`Replay to ${sink.name}`}
      description="What was recorded in a range of time is sent again: under the same event ids, so that it can be told from new, and under new numbers."
      trigger={
        <Button>
          <History aria-hidden="true" />
          Replay
        </Button>
      }
    >
      {open ? <ReplayForm sink={sink} onDone={() => setOpen(false)} /> : null}
    </Dialog>
  );
}

const HOUR_MS = 3_600_000;
/** As a `datetime-local` control writes it, in the reader's own time. */
const localTime = (at: number): string =>
  new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

function ReplayForm({ sink, onDone }: { sink: Sink; onDone: () => void }) {
  const id = useId();
  const queries = useQueryClient();
  const [range, setRange] = useState(() => ({ from: localTime(Date.now() - HOUR_MS), to: localTime(Date.now()) }));
  const input = { id: sink.id, from: isoOf(range.from), to: isoOf(range.to) };
  const count = useMutation({ mutationFn: () => call(replaySinkOp, { ...input, dryRun: true }) });
  const replay = useMutation({
    mutationFn: () => call(replaySinkOp, input),
    onSuccess: async ({ events }) => {
      await queries.invalidateQueries({ queryKey: [getSinkOp.id] });
      toast.success(`${plural(events, "event")} will be sent again`);
      onDone();
    },
  });
  const change = (next: typeof range) => {
    setRange(next);
    count.reset();
    replay.reset();
  };
  const counted = count.data?.events;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (counted === undefined) count.mutate();
    else replay.mutate();
  };
  return (
    <form id={id} onSubmit={submit} className="flex flex-col gap-4">
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="From">
          <Input
            type="datetime-local"
            value={range.from}
            onChange={(event) => change({ ...range, from: event.target.value })}
            required
          />
        </Field>
        <Field label="Until">
          <Input
            type="datetime-local"
            value={range.to}
            onChange={(event) => change({ ...range, to: event.target.value })}
            required
          />
        </Field>
      </div>
      {counted === undefined ? null : (
        <Callout tone={counted > 0 ? "hold" : "note"} title={`The range holds ${plural(counted, "event")}`}>
          {counted > 0
            ? `They are sent to ${sink.name} once more after what is already waiting. Those that it is not sent are passed over.`
            : "There is nothing to send again. Choose another range."}
        </Callout>
      )}
      <FormError problem={problemOf(count.error) ?? problemOf(replay.error)} />
      <div className="flex justify-end gap-2 border-line border-t pt-3">
        <DialogClose>
          <Button>Cancel</Button>
        </DialogClose>
        <Button type="submit" variant="primary" disabled={counted === 0} loading={count.isPending || replay.isPending}>
          {counted === undefined ? "Count events" : `Send ${plural(counted, "event")} again`}
        </Button>
      </div>
    </form>
  );
}

/** What is no time stays as it is: the server says what is wrong with it. */
function isoOf(local: string): string {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? local : at.toISOString();
}
