"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { standReady } from "@/lib/client/weakening";
import { changeHref, tellProposed } from "./tell-proposed";

type Asked = { detail: string; answer: (reason: string | null) => void };

/** One for all pages: any act that turns out to weaken enforcement is offered to a second person here, with a reason. */
export function AskReason() {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [reason, setReason] = useState("");
  const waiting = useRef<Asked | null>(null);
  const router = useRouter();
  useEffect(
    () =>
      standReady({
        ask: ({ detail }) =>
          new Promise((answer) => {
            // Whoever asked before gets no answer any more.
            waiting.current?.answer(null);
            waiting.current = { detail, answer };
            setReason("");
            setAsked(waiting.current);
          }),
        tell: ({ change }) => {
          if (!change) return;
          tellProposed(change, { label: "Open", onClick: () => router.push(changeHref(change)) });
        },
      }),
    [router],
  );
  const settle = (said: string | null) => {
    waiting.current?.answer(said);
    waiting.current = null;
    setAsked(null);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // It may stand inside another form, as React sees it.
    event.stopPropagation();
    if (reason.trim() !== "") settle(reason.trim());
  };
  return (
    <Dialog open={asked !== null} onOpenChange={(open) => !open && settle(null)} title="This takes a second person">
      <form onSubmit={submit} className="space-y-4">
        <Callout tone="hold" title="This weakens enforcement">
          {asked?.detail} Nothing was changed yet.
        </Callout>
        <Field label="Reason" required hint="Read by whoever confirms it, and kept in the audit log.">
          <Textarea value={reason} maxLength={500} rows={2} onChange={(event) => setReason(event.target.value)} />
        </Field>
        <div className="flex justify-end">
          <Button type="submit" disabled={reason.trim() === ""}>
            Ask a second person
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
