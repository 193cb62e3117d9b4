"use client";

import type { ComponentProps } from "react";
import { cn } from "./cn";
import { controlClass } from "./control";
import { useFieldControl } from "./field-context";

/** A box for several lines; it grows with its text where the browser can. */
export function Textarea({ className, mono, ...rest }: ComponentProps<"textarea"> & { mono?: boolean }) {
  return (
    <textarea
      rows={3}
      {...useFieldControl(rest)}
      className={cn(controlClass, "min-h-16 py-1.5 leading-5 field-sizing-content", mono && "font-mono", className)}
    />
  );
}
