"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { toast } from "sonner";
import { DialogError } from "@/components/identity/dialog-error";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { LiveRegion } from "@/components/ui/live-region";
import { TryAndSave } from "@/components/ui/try-and-save";
import { call } from "@/lib/client/call";
import { innerFieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import {
  createSinkOp,
  editSinkOp,
  getSinkOp,
  listSinksOp,
  type Sink,
  SinkPlace,
  testSinkOp,
} from "@/lib/delivery/contract";
import { draftOf, emptyDraft, placeOfDraft, type SinkDraft } from "./sink-draft";
import { SinkFields } from "./sink-fields";

type SinkDialogProps = { trigger: ReactNode; sink?: Sink };

/** Adds a sink, or edits one: a test event can be sent before anything is saved. */
export function SinkDialog({ trigger, sink }: SinkDialogProps) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={trigger}
      title={sink ? `Edit ${sink.name}` : "Add an integration"}
      description={sink ? undefined : "It is sent what happens from now on. Earlier events can be replayed."}
    >
      {open ? <SinkForm sink={sink} onDone={() => setOpen(false)} /> : null}
    </Dialog>
  );
}

/** Checked here by the server's own rules, so that the form can say at once what is missing. */
function readPlace(draft: SinkDraft): { place: SinkPlace | null; errors: Record<string, string> } {
  const parsed = SinkPlace.safeParse(placeOfDraft(draft));
  if (parsed.success) return { place: parsed.data, errors: {} };
  const errors: Record<string, string> = {};
  for (const { path, message } of parsed.error.issues) errors[String(path.at(-1))] ??= message;
  return { place: null, errors };
}

function SinkForm({ sink, onDone }: { sink: Sink | undefined; onDone: () => void }) {
  const id = useId();
  const queries = useQueryClient();
  const router = useRouter();
  const [draft, setDraft] = useState<SinkDraft>(sink ? draftOf(sink) : emptyDraft);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const save = useMutation({
    mutationFn: (place: SinkPlace) =>
      sink
        ? call(editSinkOp, { id: sink.id, version: sink.version, name: draft.name, place })
        : call(createSinkOp, { name: draft.name, place }),
    onSuccess: async (saved) => {
      await Promise.all([listSinksOp, getSinkOp].map((op) => queries.invalidateQueries({ queryKey: [op.id] })));
      toast.success(`${saved.name} is saved`);
      onDone();
      if (!sink) router.push(`/settings/integrations/${saved.id}`);
    },
  });
  const attempt = useMutation({
    mutationFn: (place: SinkPlace) => call(testSinkOp, { place, ...(sink ? { sinkId: sink.id } : {}) }),
  });
  const withPlace = (act: (place: SinkPlace) => void) => {
    const read = readPlace(draft);
    setErrors(read.errors);
    if (read.place) act(read.place);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    withPlace((place) => save.mutate(place));
  };
  const change = (next: SinkDraft) => {
    setDraft(next);
    attempt.reset();
  };
  const problem = problemOf(save.error) ?? problemOf(attempt.error);
  const wrong = { ...innerFieldErrors(problem), ...errors };
  return (
    <form id={id} onSubmit={submit} className="flex flex-col gap-4">
      <SinkFields draft={draft} onChange={change} errors={wrong} existing={sink !== undefined} />
      <LiveRegion>{attempt.data ? <TestResult {...attempt.data} /> : null}</LiveRegion>
      <DialogError problem={problemBesides(problem, ["place", "name"])} />
      <TryAndSave
        attempt="Send test event"
        trying={attempt.isPending}
        onTry={() => withPlace((place) => attempt.mutate(place))}
        save={sink ? "Save" : "Add integration"}
        saving={save.isPending}
      />
    </form>
  );
}

function TestResult({ ok, ms, detail }: { ok: boolean; ms: number; detail: string }) {
  return ok ? (
    <Callout tone="note" title={`It took the test event in ${ms} ms`}>
      <span className="inline-flex items-center gap-1">
        <CircleCheck aria-hidden="true" className="size-3.5 text-allow" />
        Look for it there before you rely on it.
      </span>
    </Callout>
  ) : (
    <Callout tone="deny" title="The test event did not arrive">
      {detail}
    </Callout>
  );
}
