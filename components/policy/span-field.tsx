"use client";

import { type ReactNode, useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";

const units = [
  { value: "1", label: "seconds" },
  { value: "60", label: "minutes" },
  { value: "3600", label: "hours" },
  { value: "86400", label: "days" },
] as const;

/** The largest unit that divides the span, so that 900 seconds read as 15 minutes. */
const unitOf = (seconds: number): number =>
  [86_400, 3600, 60].find((unit) => seconds >= unit && seconds % unit === 0) ?? 1;

type SpanFieldProps = {
  label: string;
  seconds: number;
  error?: ReactNode;
  onChange: (seconds: number) => void;
};

/** A number and its unit. */
export function SpanField({ label, seconds, error, onChange }: SpanFieldProps) {
  // Held apart from the span: while "60 minutes" is being typed it must not turn into "1 hour".
  const [unit, setUnit] = useState(() => unitOf(seconds));
  return (
    <div className="grid max-w-72 grid-cols-[1fr_8rem] items-end gap-2">
      <Field label={label} error={error}>
        <Input
          type="number"
          min={1}
          value={seconds / unit}
          onChange={(event) => onChange(Math.max(1, Math.round(event.target.valueAsNumber || 1)) * unit)}
        />
      </Field>
      <Field label={`${label}: unit`} hideLabel className="self-end">
        <Select
          value={String(unit)}
          options={units}
          onChange={(event) => {
            setUnit(Number(event.target.value));
            onChange(Math.max(1, Math.round(seconds / unit)) * Number(event.target.value));
          }}
        />
      </Field>
    </div>
  );
}
