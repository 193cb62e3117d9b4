"use client";

import { useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio-group";
import { WorkingHours } from "@/lib/policy/rule-contract";
import { SpanField } from "./span-field";

const days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

const usual = (): WorkingHours => ({
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  days: [1, 2, 3, 4, 5],
  from: "09:00",
  to: "17:00",
  outside: "escalate",
  capSeconds: 3 * 86_400,
});

const outside = [
  {
    value: "escalate",
    label: "Everybody is asked at once",
    hint: "The clock runs on, and every step of every stage counts as reached.",
  },
  {
    value: "pause",
    label: "The clock stands still",
    hint: "Steps and the end wait for working hours, but never longer than the longest wait. The agent waits too.",
  },
];

type Props = { hours: WorkingHours | null; onChange: (hours: WorkingHours | null) => void };

/** When people are expected to answer, and what the rule does at other times. */
export function HoursFields({ hours, onChange }: Props) {
  return (
    <div>
      <Checkbox
        checked={hours !== null}
        onCheckedChange={(on) => onChange(on === true ? usual() : null)}
        label="People answer in working hours only"
        hint="Otherwise the rule is the same at any hour of any day."
      />
      {hours === null ? null : <Span hours={hours} onChange={onChange} />}
    </div>
  );
}

function Span({ hours, onChange }: { hours: WorkingHours; onChange: (hours: WorkingHours) => void }) {
  // The browser's own list, which may differ from the server's: it is asked for when the box is.
  const [zones, setZones] = useState<readonly string[]>([]);
  const set = (change: Partial<WorkingHours>) => onChange({ ...hours, ...change });
  const parsed = WorkingHours.safeParse(hours);
  const wrong = (member: string) =>
    parsed.success ? undefined : parsed.error.issues.find(({ path }) => path[0] === member)?.message;
  return (
    <div className="mt-3 space-y-4 border-edge-soft border-l-2 pl-4">
      <fieldset>
        <legend className="mb-1 font-medium text-sm">Days</legend>
        <div className="flex flex-wrap gap-x-4 gap-y-1">
          {days.map((label, index) => (
            <Checkbox
              key={label}
              label={label}
              checked={hours.days.includes(index + 1)}
              onCheckedChange={(on) =>
                set({
                  days: on === true ? [...hours.days, index + 1].sort() : hours.days.filter((day) => day !== index + 1),
                })
              }
            />
          ))}
        </div>
        {hours.days.length === 0 ? <p className="text-deny text-xs">Choose at least one day.</p> : null}
      </fieldset>
      <div className="grid gap-3 sm:grid-cols-[7rem_7rem_1fr]">
        <Field label="From" error={wrong("from")}>
          <Input type="time" value={hours.from} onChange={(event) => set({ from: event.target.value })} />
        </Field>
        <Field label="To" error={wrong("to")}>
          <Input type="time" value={hours.to} onChange={(event) => set({ to: event.target.value })} />
        </Field>
        <Field label="Time zone" error={wrong("timeZone")}>
          <Input
            value={hours.timeZone}
            list="iana-time-zones"
            maxLength={60}
            autoComplete="off"
            onFocus={() => setZones(Intl.supportedValuesOf("timeZone"))}
            onChange={(event) => set({ timeZone: event.target.value })}
          />
        </Field>
        <datalist id="iana-time-zones">
          {zones.map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
      </div>
      <RadioGroup
        legend="At other times"
        options={outside}
        value={hours.outside}
        onValueChange={(value) => set({ outside: value === "pause" ? "pause" : "escalate" })}
      />
      {hours.outside === "pause" ? (
        <SpanField
          label="Longest wait"
          seconds={hours.capSeconds}
          error={wrong("capSeconds") ? "From 30 seconds to 7 days." : undefined}
          onChange={(capSeconds) => set({ capSeconds })}
        />
      ) : null}
    </div>
  );
}
