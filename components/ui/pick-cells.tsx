"use client";

import { Checkbox } from "./checkbox";
import type { Pick } from "./table-types";

const headerRole = { role: "columnheader" };
const cellRole = { role: "cell" };

type PickAllProps<Row> = { pick: Pick<Row>; rows: readonly Row[]; rowKey: (row: Row) => string };

/** In the heading: all rows that are shown, or none of them. */
export function PickAllCell<Row>({ pick, rows, rowKey }: PickAllProps<Row>) {
  const able = rows.filter((row) => pick.able?.(row) ?? true);
  const count = able.filter((row) => pick.picked.has(rowKey(row))).length;
  const state = count === 0 ? false : count === able.length ? true : "indeterminate";
  return (
    <th {...headerRole} scope="col" className="h-8 w-8 pl-1 text-left">
      <Checkbox
        label="Choose all that are shown"
        hideLabel
        checked={state}
        disabled={able.length === 0}
        onCheckedChange={() => pick.onPick(able, state !== true)}
      />
    </th>
  );
}

type PickProps<Row> = { pick: Pick<Row>; row: Row; picked: boolean };

/** It stands above the link that covers its row. */
export function PickCell<Row>({ pick, row, picked }: PickProps<Row>) {
  return (
    <td {...cellRole} className="relative z-1 h-9 w-8 pl-1 phone:absolute phone:top-1 phone:right-1 phone:h-auto">
      <Checkbox
        label={pick.label(row)}
        hideLabel
        checked={picked}
        disabled={pick.able?.(row) === false}
        onCheckedChange={(on) => pick.onPick([row], on === true)}
      />
    </td>
  );
}
