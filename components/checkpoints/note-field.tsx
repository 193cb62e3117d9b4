"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";

type Props = { value: string; change: (note: string) => void; disabled: boolean; className?: string };

/** Words for the record, apart from the reason: out of the way until somebody wants to write them. */
export function NoteField({ value, change, disabled, className }: Props) {
  const [open, setOpen] = useState(false);
  if (!open) {
    return (
      <Button
        variant="quiet"
        size="sm"
        disabled={disabled}
        className={cn("-mt-1 mb-3 self-start", className)}
        onClick={() => setOpen(true)}
      >
        Add a note for the record
      </Button>
    );
  }
  return (
    <Field label="Note for the record" aside="not told to the agent" className={cn("mb-3", className)}>
      <Textarea
        autoFocus
        rows={2}
        maxLength={2000}
        value={value}
        disabled={disabled}
        onChange={(event) => change(event.target.value)}
      />
    </Field>
  );
}
