"use client";

import { type ReactNode, useState } from "react";
import { Field } from "./field";
import { FormDialog } from "./form-dialog";
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
  const [reason, setReason] = useState("");
  return (
    <FormDialog {...dialog} act={act} busy={busy} ready={reason.trim() !== ""} onSubmit={() => onGive(reason.trim())}>
      {children}
      <Field label="Reason" required hint={hint}>
        <Textarea value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <FormError problem={problem} />
    </FormDialog>
  );
}
