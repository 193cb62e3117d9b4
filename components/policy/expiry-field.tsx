"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { EXPIRY_MAX, EXPIRY_MIN } from "./rule-draft";
import { spanWords } from "./rule-words";

const units = [
  { value: "1", label: "seconds" },
  { value: "60", label: "minutes" },
  { value: "3600", label: "hours" },
  { value: "86400", label: "days" },
] as const;

/** The largest unit that divides the span, so that 900 seconds read as 15 minutes. */
const unitOf = (seconds: number): number =>
  [86_400, 3600, 60].find((unit) => seconds >= unit && seconds % unit === 0) ?? 1;

/** After how long an undecided request is denied, with the sentence that approvers will read. */
export function ExpiryField({ seconds, onChange }: { seconds: number; onChange: (seconds: number) => void }) {
  // Held apart from the span: while "60 minutes" is being typed it must not turn into "1 hour".
  const [unit, setUnit] = useState(() => unitOf(seconds));
  const fits = seconds >= EXPIRY_MIN && seconds <= EXPIRY_MAX;
  return (
    <div className="grid max-w-[30rem] grid-cols-[8rem_1fr] items-start gap-2">
      <Field label="Denied after" error={fits ? undefined : "From 30 seconds to 7 days."}>
        <Input
          type="number"
          min={1}
          value={seconds / unit}
          onChange={(event) => onChange(Math.max(1, Math.round(event.target.valueAsNumber || 1)) * unit)}
        />
      </Field>
      <Field label="Unit" hideLabel className="pt-6">
        <Select
          value={String(unit)}
          options={units}
          onChange={(event) => {
            setUnit(Number(event.target.value));
            onChange(Math.round(seconds / unit) * Number(event.target.value));
          }}
        />
      </Field>
      <p className="col-span-2 text-muted text-sm">
        If nobody decides within {spanWords(seconds)}, the call is denied. It is never approved by itself.
      </p>
    </div>
  );
}
