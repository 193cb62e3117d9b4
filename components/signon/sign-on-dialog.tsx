"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleAlert, CircleCheck, CircleX } from "lucide-react";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { toast } from "sonner";
import { DialogError } from "@/components/identity/dialog-error";
import { Dialog } from "@/components/ui/dialog";
import { LiveRegion } from "@/components/ui/live-region";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Status } from "@/components/ui/status";
import { TryAndSave } from "@/components/ui/try-and-save";
import { call } from "@/lib/client/call";
import { innerFieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import {
  getSignOnOp,
  type SignOn,
  type SignOnCheck,
  type SignOnInput,
  setSignOnOp,
  testSignOnOp,
} from "@/lib/signon/contract";
import { draftOf, readDraft, type SignOnDraft } from "./sign-on-draft";
import { SignOnFields } from "./sign-on-fields";

type Props = { signOn: SignOn | null; trigger: ReactNode };

/** Sets the identity provider: it can be asked before anything is saved. */
export function SignOnDialog({ signOn, trigger }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={trigger}
      title={signOn ? "Change the identity provider" : "Set up single sign-on"}
      description="OpenID Connect. After every change an admin has to sign in through it before it can be required."
    >
      {open ? <SignOnForm signOn={signOn} onDone={() => setOpen(false)} /> : null}
    </Dialog>
  );
}

function SignOnForm({ signOn, onDone }: { signOn: SignOn | null; onDone: () => void }) {
  const id = useId();
  const queries = useQueryClient();
  const hasSecret = signOn?.hasSecret ?? false;
  const [draft, setDraft] = useState<SignOnDraft>(() => draftOf(signOn));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const save = useMutation({
    mutationFn: (given: SignOnInput) => call(setSignOnOp, { version: signOn?.version ?? null, signOn: given }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [getSignOnOp.id] });
      toast.success("The identity provider is saved", { description: "Sign in through it once to prove it." });
      onDone();
    },
  });
  const attempt = useMutation({ mutationFn: (issuer: string) => call(testSignOnOp, { issuer }) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readDraft(draft, hasSecret);
    setErrors(read.errors);
    if (read.signOn) save.mutate(read.signOn);
  };
  const change = (next: SignOnDraft) => {
    setDraft(next);
    attempt.reset();
    save.reset();
  };
  const problem = problemOf(save.error) ?? problemOf(attempt.error);
  return (
    <form id={id} onSubmit={submit} className="flex flex-col gap-4" noValidate>
      <SignOnFields
        draft={draft}
        onChange={change}
        errors={{ ...innerFieldErrors(problem), ...errors }}
        hasSecret={hasSecret}
      />
      <LiveRegion>{attempt.data ? <Checks checks={attempt.data.checks} /> : null}</LiveRegion>
      <DialogError problem={problemBesides(problem, ["signOn", "issuer"])} />
      <TryAndSave
        attempt="Test connection"
        trying={attempt.isPending}
        onTry={() => attempt.mutate(draft.issuer.trim())}
        save="Save"
        saving={save.isPending}
      />
    </form>
  );
}

const looks = {
  good: { tone: "allow", icon: CircleCheck, label: "Good" },
  warning: { tone: "hold", icon: CircleAlert, label: "Look" },
  failed: { tone: "deny", icon: CircleX, label: "Wrong" },
} as const;

function Checks({ checks }: { checks: readonly SignOnCheck[] }) {
  return (
    <ul aria-label="What the provider answered" className="flex flex-col gap-1.5 text-sm">
      {checks.map(({ what, level, text }) => (
        <li key={what} className="grid grid-cols-[5rem_1fr] items-baseline gap-2">
          <Status {...looks[level]} />
          <span className="min-w-0 break-words">
            <InlineUntrusted text={text} max={600} />
          </span>
        </li>
      ))}
    </ul>
  );
}
