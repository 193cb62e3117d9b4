"use client";

import { X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Select } from "@/components/ui/select";

type BoxesProps<Value extends string> = {
  legend: string;
  options: readonly Value[];
  chosen: readonly Value[];
  onChoose: (next: Value[]) => void;
};

/** Any of a few words; none chosen means that it does not matter. */
export function ChoiceBoxes<Value extends string>({ legend, options, chosen, onChoose }: BoxesProps<Value>) {
  return (
    <fieldset>
      <legend className="text-sm">{legend}</legend>
      <div className="mt-1 flex flex-wrap gap-x-5 gap-y-1">
        {options.map((option) => (
          <Checkbox
            key={option}
            label={option}
            checked={chosen.includes(option)}
            onCheckedChange={(checked) =>
              onChoose(options.filter((one) => (one === option ? checked === true : chosen.includes(one))))
            }
          />
        ))}
      </div>
    </fieldset>
  );
}

type NamedProps = {
  label: string;
  /** Said when none is chosen. */
  none: string;
  options: readonly { value: string; label: string }[];
  chosen: readonly string[];
  onChoose: (next: string[]) => void;
  error?: string | undefined;
};

/** Some of many, one after the other; what was chosen and is no longer known stays, by its id. */
export function NamedChoices({ label, none, options, chosen, onChoose, error }: NamedProps) {
  const labelOf = (value: string) => options.find((option) => option.value === value)?.label ?? value;
  return (
    <div className="space-y-2">
      <Field label={label} error={error}>
        <Select
          value=""
          placeholder={chosen.length === 0 ? none : "Add another"}
          options={options.filter(({ value }) => !chosen.includes(value))}
          onChange={(event) => {
            if (event.target.value !== "") onChoose([...chosen, event.target.value]);
          }}
        />
      </Field>
      {chosen.length > 0 ? (
        <ul aria-label={`${label} chosen`} className="flex flex-wrap gap-1">
          {chosen.map((value) => (
            <li key={value}>
              <Button
                size="sm"
                aria-label={`Remove ${labelOf(value)}`}
                onClick={() => onChoose(chosen.filter((one) => one !== value))}
              >
                <InlineUntrusted text={labelOf(value)} max={60} />
                <X aria-hidden="true" />
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
