"use client";

import { Field } from "./field";
import { InlineUntrusted } from "./revealed";
import { Select } from "./select";

type ColumnChoiceProps<Name extends string> = {
  columns: readonly { heading: string; field: Name | null }[];
  /** What a column can fill, and how it is called. */
  words: Readonly<Record<Name, string>>;
  onChoose: (chosen: Record<string, Name | null>) => void;
};

/** Which field each column fills; open at once where a heading says nothing to us, unless enough of them do. */
export function ColumnChoice<Name extends string>({ columns, words, onChoose }: ColumnChoiceProps<Name>) {
  const unused = columns.filter(({ field }) => field === null);
  const taken = new Set(columns.flatMap(({ field }) => field ?? []));
  const names = Object.keys(words) as Name[];
  return (
    <details open={unused.length > 0 && unused.length <= MOST_OPEN}>
      <summary className="cursor-pointer font-medium text-sm">
        Columns: {columns.length - unused.length} used{unused.length > 0 ? `, ${unused.length} not used` : ""}
      </summary>
      <div className="mt-3 grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-4">
        {columns.map(({ heading, field }) => (
          <Field key={heading} label={heading === "" ? "(no heading)" : <InlineUntrusted text={heading} max={40} />}>
            <Select
              value={field ?? ""}
              placeholder="Not used"
              options={names.map((value) => ({
                value,
                label: words[value],
                disabled: value !== field && taken.has(value),
              }))}
              onChange={(event) => onChoose({ [heading]: names.find((name) => name === event.target.value) ?? null })}
            />
          </Field>
        ))}
      </div>
    </details>
  );
}

/** More are mostly a whole export of another system, of which few columns matter. */
const MOST_OPEN = 6;
