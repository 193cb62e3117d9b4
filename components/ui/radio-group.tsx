"use client";

import { RadioGroup as Primitive } from "radix-ui";
import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "./cn";

export type RadioOption = { value: string; label: ReactNode; hint?: ReactNode; disabled?: boolean };

type RadioGroupProps = Omit<ComponentProps<typeof Primitive.Root>, "children"> & {
  legend: ReactNode;
  options: readonly RadioOption[];
};

/** One of a few, all in sight. */
export function RadioGroup({ legend, options, className, ...rest }: RadioGroupProps) {
  const id = useId();
  return (
    <Primitive.Root aria-labelledby={id} className={cn("flex flex-col gap-2", className)} {...rest}>
      <span id={id} className="font-medium text-sm">
        {legend}
      </span>
      {options.map((option) => (
        <RadioItem key={option.value} option={option} id={`${id}-${option.value}`} />
      ))}
    </Primitive.Root>
  );
}

function RadioItem({ option, id }: { option: RadioOption; id: string }) {
  return (
    <div className="flex min-h-6 items-start gap-2">
      <Primitive.Item
        id={id}
        value={option.value}
        disabled={option.disabled}
        aria-describedby={option.hint ? `${id}-hint` : undefined}
        className={cn(
          "relative mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-edge bg-surface",
          "before:absolute before:-inset-1 data-[state=checked]:border-accent disabled:opacity-50",
        )}
      >
        <Primitive.Indicator className="size-2 forced-color-adjust-none rounded-full bg-accent" />
      </Primitive.Item>
      <div>
        <label htmlFor={id} className="block text-sm">
          {option.label}
        </label>
        {option.hint ? (
          <p id={`${id}-hint`} className="text-muted text-xs">
            {option.hint}
          </p>
        ) : null}
      </div>
    </div>
  );
}
