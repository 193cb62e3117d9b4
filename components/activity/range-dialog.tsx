"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { instantOf, localInput } from "./time-range";

type RangeDialogProps = {
  from: string | undefined;
  to: string | undefined;
  apply: (range: { from: string | undefined; to: string | undefined }) => void;
  close: () => void;
};

/** Stated times, in the reader's own zone, which is named. */
export function RangeDialog({ from, to, apply, close }: RangeDialogProps) {
  const [start, setStart] = useState(localInput(from));
  const [end, setEnd] = useState(localInput(to));
  const [error, setError] = useState<string | null>(null);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const range = { from: instantOf(start), to: instantOf(end) };
    if (!range.from && !range.to) setError("Give at least one of the two.");
    else if (range.from && range.to && range.from >= range.to) setError("The end must be after the start.");
    else apply(range);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : close())}
      title="Stated times"
      description={`In your time zone, ${zone}. Addresses hold them in UTC, so a shared link means the same to everyone.`}
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form="time-range" variant="primary">
            Show
          </Button>
        </>
      }
    >
      <form id="time-range" onSubmit={submit} className="grid gap-4 sm:grid-cols-2">
        <Field label="From" error={error}>
          <Input type="datetime-local" value={start} onChange={(event) => setStart(event.target.value)} />
        </Field>
        <Field label="To" hint="Left empty it runs on to now.">
          <Input type="datetime-local" value={end} onChange={(event) => setEnd(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
