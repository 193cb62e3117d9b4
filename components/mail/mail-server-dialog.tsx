"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { toast } from "sonner";
import { DialogError } from "@/components/identity/dialog-error";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { LiveRegion } from "@/components/ui/live-region";
import { InlineUntrusted } from "@/components/ui/revealed";
import { TryAndSave } from "@/components/ui/try-and-save";
import { call } from "@/lib/client/call";
import { innerFieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import {
  getMailServerOp,
  type MailServer,
  type MailServerInput,
  setMailServerOp,
  testMailServerOp,
} from "@/lib/mail/contract";
import { draftOf, type MailDraft, readDraft } from "./mail-draft";
import { MailServerFields } from "./mail-server-fields";

type Props = { server: MailServer | null; trigger: ReactNode };

/** Sets the mail server: a test message can be sent before anything is saved. */
export function MailServerDialog({ server, trigger }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={trigger}
      title={server ? "Change the mail server" : "Set up the mail server"}
      description="Messages say that something waits, and link to it. They hold no arguments, and nobody decides by mail."
    >
      {open ? <MailServerForm server={server} onDone={() => setOpen(false)} /> : null}
    </Dialog>
  );
}

function MailServerForm({ server, onDone }: { server: MailServer | null; onDone: () => void }) {
  const id = useId();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<MailDraft>(() => draftOf(server));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const save = useMutation({
    mutationFn: (given: MailServerInput) =>
      call(setMailServerOp, { version: server?.version ?? null, paused: draft.paused, server: given }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [getMailServerOp.id] });
      toast.success("The mail server is saved");
      onDone();
    },
  });
  const attempt = useMutation({ mutationFn: (given: MailServerInput) => call(testMailServerOp, { server: given }) });
  const withServer = (act: (given: MailServerInput) => void) => {
    const read = readDraft(draft);
    setErrors(read.errors);
    if (read.server) act(read.server);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    withServer((given) => save.mutate(given));
  };
  const change = (next: MailDraft) => {
    setDraft(next);
    attempt.reset();
    save.reset();
  };
  const problem = problemOf(save.error) ?? problemOf(attempt.error);
  return (
    <form id={id} onSubmit={submit} className="flex flex-col gap-4" noValidate>
      <MailServerFields
        draft={draft}
        onChange={change}
        errors={{ ...innerFieldErrors(problem), ...errors }}
        hasPassword={server?.hasPassword ?? false}
      />
      <LiveRegion>{attempt.data ? <TestResult {...attempt.data} /> : null}</LiveRegion>
      <DialogError problem={problemBesides(problem, ["server"])} />
      <TryAndSave
        attempt="Send test message"
        trying={attempt.isPending}
        onTry={() => withServer((given) => attempt.mutate(given))}
        save="Save"
        saving={save.isPending}
      />
    </form>
  );
}

function TestResult({ ok, ms, to, answer }: { ok: boolean; ms: number; to: string; answer: string }) {
  const said = (
    <code className="break-words font-mono text-xs">
      <InlineUntrusted text={answer} max={300} />
    </code>
  );
  return ok ? (
    <Callout tone="note" title={`The server took it in ${ms} ms, for ${to}`}>
      {said}
      <p className="mt-1">Look whether it arrived before you rely on it.</p>
    </Callout>
  ) : (
    <Callout tone="deny" title="The test message was not taken">
      {said}
    </Callout>
  );
}
