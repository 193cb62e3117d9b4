"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { CodeBlock } from "@/components/ui/code-block";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { getPackOp, sharePackOp } from "@/lib/compliance/pack-contract";

const lives = [1, 7, 30, 90].map((days) => ({ value: String(days), label: days === 1 ? "1 day" : `${days} days` }));

/** Makes a link; it is shown once, here, and is not kept. */
export function SharePack({ packId }: { packId: string }) {
  const form = useId();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState({ recipient: "", days: "7" });
  const share = useMutation({
    mutationFn: () => call(sharePackOp, { id: packId, recipient: draft.recipient, days: Number(draft.days) }),
    onSuccess: () => queries.invalidateQueries({ queryKey: [getPackOp.id] }),
  });
  const made = share.data;
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        share.reset();
      }}
      trigger={<Button>Make a link…</Button>}
      title={made ? `The link for ${made.recipient}` : "Make a link to this pack"}
      description={
        made ? undefined : "For somebody without an account. Each download is recorded under the name that you give."
      }
      footer={
        <>
          <DialogClose>
            <Button>{made ? "Done" : "Cancel"}</Button>
          </DialogClose>
          {made ? null : (
            <Button type="submit" form={form} variant="primary" loading={share.isPending}>
              Make the link
            </Button>
          )}
        </>
      }
    >
      {made ? (
        <div className="flex flex-col gap-3">
          <CodeBlock label="Link" code={made.link} wrap />
          <Callout tone="hold" title="Shown only now">
            Whoever has it can download the pack. Send it on a way on which nobody else reads it.
          </Callout>
        </div>
      ) : (
        <form
          id={form}
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (draft.recipient.trim() && !share.isPending) share.mutate();
          }}
        >
          <Field label="For" required hint="A person or a firm: the name under which downloads are recorded.">
            <Input
              value={draft.recipient}
              maxLength={120}
              required
              autoComplete="off"
              onChange={(event) => setDraft({ ...draft, recipient: event.target.value })}
            />
          </Field>
          <Field label="It opens for">
            <Select
              options={lives}
              value={draft.days}
              onChange={(event) => setDraft({ ...draft, days: event.target.value })}
            />
          </Field>
          <FormError problem={problemOf(share.error)} />
        </form>
      )}
    </Dialog>
  );
}
