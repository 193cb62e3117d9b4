/**
 * Rows that do not move under the pointer. What is on screen keeps its place and is brought up to date where it stands; what has
 * left the list stays as it was, marked as ended; what is new waits until it can be let in without moving anything.
 */

export type Steady<Row> = { shown: readonly Row[]; gone: ReadonlySet<string>; waiting: number };

/** The rows in a settled order, beside the order in which the newest answer has them. */
export function steadyRows<Row extends { id: string }>(settled: readonly Row[], fresh: readonly Row[]): Steady<Row> {
  const byId = new Map(fresh.map((row) => [row.id, row]));
  const known = new Set(settled.map((row) => row.id));
  return {
    shown: settled.map((row) => byId.get(row.id) ?? row),
    gone: new Set(settled.filter((row) => !byId.has(row.id)).map((row) => row.id)),
    waiting: fresh.filter((row) => !known.has(row.id)).length,
  };
}

export const sameOrder = (one: readonly { id: string }[], other: readonly { id: string }[]): boolean =>
  one.length === other.length && one.every((row, index) => row.id === other[index]?.id);
