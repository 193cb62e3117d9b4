"use client";

import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { addDays, dayIn, FURTHEST_START_DAYS, isTimeZone } from "@/lib/plan/rules";
import { weekDayWords } from "./plan-words";

export type ScheduleDraft = { startsOn: string; timeZone: string; workingDays: number[] };

type Props = {
  draft: ScheduleDraft;
  set: (change: Partial<ScheduleDraft>) => void;
  errors: Record<string, string>;
  /** The first day that may be chosen; today in the draft's zone when left out. */
  earliest?: string;
};

/** First day, zone and working days. */
export function ScheduleFields({ draft, set, errors, earliest }: Props) {
  const today = isTimeZone(draft.timeZone) ? dayIn(draft.timeZone, new Date()) : undefined;
  const first = earliest ?? today;
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="First day" required error={errors.startsOn} hint="Ninety calendar days begin with it.">
          <Input
            type="date"
            min={first}
            max={today && addDays(today, FURTHEST_START_DAYS)}
            value={draft.startsOn}
            onChange={(event) => set({ startsOn: event.target.value })}
          />
        </Field>
        <Field label="Time zone" required error={errors.timeZone} hint="Says when a day begins, as Europe/Zurich.">
          <Input
            list="plan-zones"
            value={draft.timeZone}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => set({ timeZone: event.target.value.trim() })}
          />
        </Field>
        <datalist id="plan-zones">
          {Intl.supportedValuesOf("timeZone").map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
      </div>
      <fieldset>
        <legend className="mb-2 font-medium text-sm">Working days</legend>
        <div className="flex flex-wrap gap-x-5 gap-y-2">
          {weekDayWords.map((label, index) => (
            <Checkbox
              key={label}
              label={label}
              checked={draft.workingDays.includes(index + 1)}
              onCheckedChange={(on) =>
                set({
                  workingDays:
                    on === true
                      ? [...draft.workingDays, index + 1].sort()
                      : draft.workingDays.filter((day) => day !== index + 1),
                })
              }
            />
          ))}
        </div>
        <p className="mt-1 text-muted text-xs">
          {errors.workingDays ?? "Tasks are due on these; the sprints themselves count every day."}
        </p>
      </fieldset>
    </>
  );
}
