"use client";

import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { Tool } from "@/lib/inventory/contract";
import { OperationClass, Reversibility } from "@/sdk/wire/words";
import { explainedOptions, operationClassWords, optionsOf, reversibilityWords } from "./words";

export type Classified = { operationClass: Tool["operationClass"]; reversibility: Tool["reversibility"] };

type ClassFieldsProps = {
  value: Classified;
  set: (change: Partial<Classified>) => void;
  error?: string;
  /** Labels for screen readers only, and choices without their explanation: for lists of many tools. */
  compact?: boolean;
  of?: string;
};

/** What a tool does in the world, and whether it can be undone. A person says so; the server's own hints never do. */
export function ClassFields({ value, set, error, compact = false, of }: ClassFieldsProps) {
  const options = compact ? optionsOf : explainedOptions;
  const suffix = of ? ` of ${of}` : "";
  return (
    <>
      <Field
        label={`What it does in the world${suffix}`}
        hideLabel={compact}
        required={!compact}
        error={error}
        hint={compact ? undefined : "Policies and checkpoints go by this class."}
      >
        <Select
          value={value.operationClass ?? ""}
          placeholder="Choose a class"
          options={options(operationClassWords)}
          onChange={(event) => set({ operationClass: OperationClass.safeParse(event.target.value).data ?? null })}
        />
      </Field>
      <Field label={`Can it be undone${suffix}`} hideLabel={compact}>
        <Select
          value={value.reversibility}
          options={options(reversibilityWords)}
          onChange={(event) =>
            set({ reversibility: Reversibility.safeParse(event.target.value).data ?? "irreversible" })
          }
        />
      </Field>
    </>
  );
}
