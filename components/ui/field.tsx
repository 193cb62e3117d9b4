"use client";

import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { cn } from "./cn";
import { FieldContext } from "./field-context";

export type FieldProps = {
  label: ReactNode;
  children: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  required?: boolean;
  /** Words beside the label: "optional", a counter, a link. */
  aside?: ReactNode;
  /** Keeps the label for screen readers only; the purpose must be plain from what stands beside it. */
  hideLabel?: boolean;
  className?: string;
};

/** A label, one control, what helps to fill it in, and what is wrong with it: wired together for screen readers. */
export function Field({ label, children, hint, error, required = false, aside, hideLabel, className }: FieldProps) {
  const id = useId();
  const hintId = hint ? `${id}-hint` : undefined;
  const errorId = error ? `${id}-error` : undefined;
  const describedBy = [errorId, hintId].filter(Boolean).join(" ") || undefined;
  return (
    <FieldContext value={{ controlId: id, describedBy, invalid: Boolean(error), required }}>
      <div className={cn("flex flex-col gap-1", className)}>
        <div className={cn("flex items-baseline justify-between gap-2", hideLabel && "sr-only")}>
          <label htmlFor={id} className="font-medium text-ink text-sm">
            {label}
            {required ? <span className="font-normal text-faint"> (required)</span> : null}
          </label>
          {aside ? <span className="text-faint text-xs">{aside}</span> : null}
        </div>
        {children}
        {error ? (
          <p id={errorId} className="flex items-start gap-1 text-deny text-xs">
            <CircleAlert aria-hidden="true" className="mt-px size-3.5 shrink-0" />
            <span>{error}</span>
          </p>
        ) : null}
        {hint ? (
          <p id={hintId} className="text-muted text-xs">
            {hint}
          </p>
        ) : null}
      </div>
    </FieldContext>
  );
}
