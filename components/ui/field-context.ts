"use client";

import { createContext, useContext } from "react";

export type FieldWires = { controlId: string; describedBy: string | undefined; invalid: boolean; required: boolean };

export const FieldContext = createContext<FieldWires | null>(null);

type Wired = { id?: string; required?: boolean; "aria-describedby"?: string; "aria-invalid"?: unknown };

/** Gives a control the id and aria wiring of the `<Field>` around it; its own props win. */
export function useFieldControl<P extends Wired>(props: P): P {
  const field = useContext(FieldContext);
  if (!field) return props;
  return {
    id: field.controlId,
    required: field.required || undefined,
    "aria-describedby": field.describedBy,
    "aria-invalid": field.invalid || undefined,
    ...props,
  };
}
