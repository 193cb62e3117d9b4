"use client";

import { type ReactNode, useId, useState } from "react";
import { Button } from "./button";
import { Dialog, DialogClose } from "./dialog";
import { Field } from "./field";
import { FormError, type Problem } from "./form-error";
import { Textarea } from "./textarea";

type ReasonDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  trigger?: ReactNode;
  title: string;
  description: string;
  /** What is read before the reason is written. */
  children?: ReactNode;
  /** Below the field: what the reason is for. */
  hint: string;
  /** On the button that does it. */
  act: string;
  busy: boolean;
  problem: Problem | null;
  /** With the reason as it is to be kept; never empty. */
  onGive: (reason: string) => void;
};

/** An act that is not dangerous and still needs a reason. */
export function ReasonDialog({ children, hint, act, busy, problem, onGive, ...dialog }: ReasonDialogProps) {
  const form = useId();
  const [reason, setReason] = useState("");
  return (
    <Dialog
      {...dialog}
      footer={
        <>
          <DialogClose>
            <Button className="max-sm:h-11">Cancel</Button>
          </DialogClose>
          <Button
            type="submit"
            form={form}
            variant="primary"
            loading={busy}
            disabled={!reason.trim()}
            className="max-sm:h-11"
          >
            {act}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim() && !busy) onGive(reason.trim());
        }}
      >
        {children}
        <Field label="Reason" required hint={hint}>
          <Textarea value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Field>
        <FormError problem={problem} />
      </form>
    </Dialog>
  );
}
