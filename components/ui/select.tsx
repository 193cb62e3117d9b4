"use client";

import { ChevronsUpDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./cn";
import { controlClass } from "./control";
import { useFieldControl } from "./field-context";

export type Option = { value: string; label: string; disabled?: boolean };

type SelectProps = Omit<ComponentProps<"select">, "children"> & { options: readonly Option[]; placeholder?: string };

/** The browser's own select, dressed: it works with every keyboard, screen reader and phone. */
export function Select({ className, options, placeholder, ...rest }: SelectProps) {
  return (
    <span className={cn("relative block", className)}>
      <select {...useFieldControl(rest)} className={cn(controlClass, "h-8 appearance-none pr-8")}>
        {placeholder === undefined ? null : <option value="">{placeholder}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronsUpDown aria-hidden="true" className="pointer-events-none absolute top-2 right-2 size-4 text-faint" />
    </span>
  );
}
