"use client";

import { OctagonX } from "lucide-react";
import { AlertDialog as Primitive } from "radix-ui";
import { type ReactNode, useState } from "react";
import { Button } from "./button";
import { veilClass } from "./dialog";
import { Field } from "./field";
import { FormError, type Problem } from "./form-error";
import { Input } from "./input";
import { Textarea } from "./textarea";

export type ConfirmDangerProps = {
  /** One element that opens it. Leave out when `open` is held elsewhere. */
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** The act as a question: "Kill invoice-matcher?" */
  title: ReactNode;
  /** What it stops and what it does not: counts, places, how it is undone. */
  stops: ReactNode;
  /** What must be typed; leave out for acts that can be undone. */
  word?: string;
  /** Asks for a reason, which is kept in the audit log. */
  reason?: "required" | "optional" | "none";
  /** The act as a verb: "Kill agent". */
  act: string;
  busy?: boolean;
  problem?: Problem | null;
  onConfirm: (given: { reason: string }) => void;
};

/** A dangerous act: says what it stops, wants the typed word and a reason, and starts with the way out. */
export function ConfirmDanger({ trigger, open, onOpenChange, ...rest }: ConfirmDangerProps) {
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      {trigger ? <Primitive.Trigger asChild>{trigger}</Primitive.Trigger> : null}
      <Primitive.Portal>
        <Primitive.Overlay className={veilClass} />
        <Primitive.Content className="fixed inset-x-0 bottom-0 z-50 max-h-[92dvh] overflow-y-auto rounded-t-lg border border-edge-soft border-t-4 border-t-deny bg-raised p-5 shadow-float focus:outline-none data-[state=open]:animate-arrive sm:inset-x-auto sm:top-[14dvh] sm:bottom-auto sm:left-1/2 sm:w-full sm:max-w-md sm:-translate-x-1/2 sm:rounded-lg">
          <ConfirmBody {...rest} />
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

type BodyProps = Omit<ConfirmDangerProps, "trigger" | "open" | "onOpenChange">;

function ConfirmBody({ title, stops, word, reason = "required", act, busy = false, problem, onConfirm }: BodyProps) {
  const [typed, setTyped] = useState("");
  const [why, setWhy] = useState("");
  const ready = (word === undefined || typed.trim() === word) && (reason !== "required" || why.trim() !== "");
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !busy) onConfirm({ reason: why.trim() });
      }}
    >
      <div>
        <Primitive.Title className="text-lg tracking-tight">{title}</Primitive.Title>
        <Primitive.Description asChild>
          <div className="mt-1 text-muted text-sm">{stops}</div>
        </Primitive.Description>
      </div>
      {reason === "none" ? null : (
        <Field label="Reason" required={reason === "required"} hint="Kept in the audit log.">
          <Textarea value={why} onChange={(event) => setWhy(event.target.value)} rows={2} maxLength={500} />
        </Field>
      )}
      {word === undefined ? null : (
        <Field
          label={
            <>
              Type <span className="rounded-xs bg-sunken px-1 font-mono">{word}</span> to confirm
            </>
          }
        >
          <Input
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            autoComplete="off"
            spellCheck={false}
            mono
          />
        </Field>
      )}
      <FormError problem={problem} />
      <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
        <Primitive.Cancel asChild>
          <Button className="max-sm:h-11">Cancel</Button>
        </Primitive.Cancel>
        <Button type="submit" variant="danger" disabled={!ready} loading={busy} className="max-sm:h-11">
          <OctagonX aria-hidden="true" />
          {act}
        </Button>
      </div>
    </form>
  );
}
