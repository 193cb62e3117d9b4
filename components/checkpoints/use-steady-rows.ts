"use client";

import { useState } from "react";
import type { CheckpointSummary } from "@/lib/checkpoints/contract";
import { type Steady, sameOrder, steadyRows } from "./steady-rows";

type Rows = readonly CheckpointSummary[];

/**
 * Rows for the inbox. While someone points at the list or has focus in it (`held`), nothing moves; otherwise new rows come in and
 * those that have ended go to the end, where they stay until the page is left.
 */
export function useSteadyRows(
  fresh: Rows,
  list: string,
  held: boolean,
): Steady<CheckpointSummary> & { letIn: () => void } {
  const [settled, setSettled] = useState({ list, rows: fresh });
  const letIn = () => setSettled((now) => ({ list, rows: withEnded(fresh, now.rows) }));
  if (settled.list !== list) setSettled({ list, rows: fresh });
  else if (!held && !sameOrder(settled.rows, withEnded(fresh, settled.rows))) letIn();
  const rows = settled.list === list ? settled.rows : fresh;
  return { ...steadyRows(rows, fresh), letIn };
}

function withEnded(fresh: Rows, before: Rows): Rows {
  const known = new Set(fresh.map((row) => row.id));
  return [...fresh, ...before.filter((row) => !known.has(row.id))];
}
