"use client";

import type { ComponentProps } from "react";
import { cn } from "./cn";
import { controlClass } from "./control";
import { useFieldControl } from "./field-context";

/** A one-line box. Inside a `<Field>` it takes its id, hint and error from there. */
export function Input({ className, mono, ...rest }: ComponentProps<"input"> & { mono?: boolean }) {
  return <input {...useFieldControl(rest)} className={cn(controlClass, "h-8", mono && "font-mono", className)} />;
}
