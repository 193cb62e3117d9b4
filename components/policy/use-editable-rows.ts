"use client";

import { useState } from "react";
import { idsFor, idsWithout, type RowIds } from "./row-ids";

export type EditableRow<Value> = {
  /** Stays with the row for as long as the form is open. Known to the form alone: it is never sent. */
  id: number;
  value: Value;
  set: (value: Value) => void;
  remove: () => void;
};

/**
 * The rows of a list that is being edited, each with an id of its own as its React key: when a row in the middle goes, what the
 * others hold besides their value (the focus, the unit in which a span is shown) stays with them.
 */
export function useEditableRows<Value>(values: readonly Value[], onChange: (values: Value[]) => void) {
  const [kept, setKept] = useState<RowIds>({ ids: [], next: 0 });
  const ids = idsFor(kept, values.length);
  const rows = ids.ids.flatMap((id, index): EditableRow<Value>[] => {
    const value = values[index];
    if (value === undefined) return [];
    return [
      {
        id,
        value,
        set: (next) => onChange(values.map((each, at) => (at === index ? next : each))),
        remove: () => {
          setKept(idsWithout(ids, index));
          onChange(values.filter((_, at) => at !== index));
        },
      },
    ];
  });
  return { rows, add: (value: Value) => onChange([...values, value]) };
}
