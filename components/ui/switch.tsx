"use client";

import { Switch as Primitive } from "radix-ui";
import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "./cn";

type SwitchProps = Omit<ComponentProps<typeof Primitive.Root>, "children"> & { label: ReactNode; hint?: ReactNode };

/** On or off at once, without a save button. */
export function Switch({ label, hint, className, ...rest }: SwitchProps) {
  const id = useId();
  return (
    <div className={cn("flex min-h-6 items-start gap-2.5", className)}>
      <Primitive.Root
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className={cn(
          "group relative mt-0.5 forced-color-adjust-none h-4.5 w-8 shrink-0 rounded-full border border-edge bg-sunken before:absolute before:-inset-1",
          "transition-colors duration-100 data-[state=checked]:border-accent data-[state=checked]:bg-accent disabled:opacity-50",
        )}
        {...rest}
      >
        <Primitive.Thumb
          className={cn(
            "block size-3 translate-x-0.5 rounded-full bg-muted transition-transform duration-100",
            "data-[state=checked]:translate-x-4 data-[state=checked]:bg-on-accent",
          )}
        />
      </Primitive.Root>
      <div>
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
