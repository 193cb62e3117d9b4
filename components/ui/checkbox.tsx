"use client";

import { Check, Minus } from "lucide-react";
import { Checkbox as Primitive } from "radix-ui";
import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "./cn";

type CheckboxProps = Omit<ComponentProps<typeof Primitive.Root>, "children"> & {
  label: ReactNode;
  hint?: ReactNode;
  hideLabel?: boolean;
};

/** A box to tick with its words; the whole line is the target. */
export function Checkbox({ label, hint, hideLabel, className, ...rest }: CheckboxProps) {
  const id = useId();
  return (
    <div className={cn("flex min-h-6 items-start gap-2", className)}>
      <Primitive.Root
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className={cn(
          "group relative mt-0.5 forced-color-adjust-none grid size-4 shrink-0 place-items-center rounded-sm border border-edge bg-surface",
          "before:absolute before:-inset-1 data-[state=checked]:border-accent data-[state=checked]:bg-accent",
          "data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent disabled:opacity-50",
        )}
        {...rest}
      >
        <Primitive.Indicator className="text-on-accent">
          <Minus aria-hidden="true" strokeWidth={3} className="hidden size-3 group-data-[state=indeterminate]:block" />
          <Check aria-hidden="true" strokeWidth={3} className="size-3 group-data-[state=indeterminate]:hidden" />
        </Primitive.Indicator>
      </Primitive.Root>
      <div className={hideLabel ? "sr-only" : undefined}>
        <label htmlFor={id} className="block text-sm">
          {label}
        </label>
        {hint ? (
          <p id={`${id}-hint`} className="text-muted text-xs">
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  );
}
