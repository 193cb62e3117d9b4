"use client";

import { Field } from "@/components/ui/field";
import { explainedOptions, optionsOf } from "@/components/ui/options-of";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import type { Tool } from "@/lib/inventory/contract";
import { OperationClass, Reversibility } from "@/sdk/wire/words";
import { operationClassWords, reversibilityWords } from "./words";

export type Classified = { operationClass: Tool["operationClass"]; reversibility: Tool["reversibility"] };

type ClassFieldsProps = { value: Classified; set: (change: Partial<Classified>) => void; error?: string };

/** What a tool does in the world, and whether it can be undone. A person says so; the server's own hints never do. */
export function ClassFields({ value, set, error }: ClassFieldsProps) {
  return (
    <>
      <div>
        <RadioGroup
          legend="What it does in the world"
          value={value.operationClass ?? ""}
          options={explainedOptions(operationClassWords)}
          onValueChange={(text) => set({ operationClass: OperationClass.safeParse(text).data ?? null })}
        />
        {error ? (
          <p role="alert" className="mt-1.5 text-deny text-xs">
            {error}
          </p>
        ) : null}
      </div>
      <RadioGroup
        legend="Can it be undone"
        value={value.reversibility}
        options={explainedOptions(reversibilityWords)}
        onValueChange={(text) => set({ reversibility: Reversibility.safeParse(text).data ?? "irreversible" })}
      />
    </>
  );
}

/** The same in a list of many tools, where there is no room for explanations. */
export function ClassSelects({ value, set, of }: ClassFieldsProps & { of: string }) {
  return (
    <>
      <Field label={`What it does in the world: ${of}`} hideLabel>
        <Select
          value={value.operationClass ?? ""}
          placeholder="Choose a class"
          options={optionsOf(operationClassWords)}
          onChange={(event) => set({ operationClass: OperationClass.safeParse(event.target.value).data ?? null })}
        />
      </Field>
      <Field label={`Can it be undone: ${of}`} hideLabel>
        <Select
          value={value.reversibility}
          options={optionsOf(reversibilityWords)}
          onChange={(event) =>
            set({ reversibility: Reversibility.safeParse(event.target.value).data ?? "irreversible" })
          }
        />
      </Field>
    </>
  );
}
