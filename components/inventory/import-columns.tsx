"use client";

import { Field } from "@/components/ui/field";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Select } from "@/components/ui/select";
import { ImportField, type ImportPreview } from "@/lib/inventory/import-contract";
import { importFieldWords } from "./import-words";

export type Chosen = Record<string, ImportField | null>;

/** Which field each column fills; open at once where a heading says nothing to us. */
export function ImportColumns({
  columns,
  onChoose,
}: {
  columns: ImportPreview["columns"];
  onChoose: (chosen: Chosen) => void;
}) {
  const unused = columns.filter(({ field }) => field === null);
  const taken = new Set(columns.flatMap(({ field }) => field ?? []));
  return (
    <details open={unused.length > 0}>
      <summary className="cursor-pointer font-medium text-sm">
        Columns: {columns.length - unused.length} used{unused.length > 0 ? `, ${unused.length} not used` : ""}
      </summary>
      <div className="mt-3 grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-4">
        {columns.map(({ heading, field }) => (
          <Field key={heading} label={heading === "" ? "(no heading)" : <InlineUntrusted text={heading} max={40} />}>
            <Select
              value={field ?? ""}
              placeholder="Not used"
              options={ImportField.options.map((value) => ({
                value,
                label: importFieldWords[value],
                disabled: value !== field && taken.has(value),
              }))}
              onChange={(event) => onChoose({ [heading]: ImportField.safeParse(event.target.value).data ?? null })}
            />
          </Field>
        ))}
      </div>
    </details>
  );
}
