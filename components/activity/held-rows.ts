/** Which rows to show while somebody points at them. Pure. */

type Row = { id: string };

/**
 * The rows as they stood when the pointer came, each in its newest version, and how many came since. Nothing is added or taken
 * away, so nothing moves; `held` null follows the list as it is.
 */
export function heldRows<T extends Row>(
  latest: readonly T[],
  held: readonly T[] | null,
): { shown: readonly T[]; fresh: number } {
  if (held === null) return { shown: latest, fresh: 0 };
  const newest = new Map(latest.map((row) => [row.id, row]));
  const known = new Set(held.map(({ id }) => id));
  return {
    shown: held.map((row) => newest.get(row.id) ?? row),
    fresh: latest.filter(({ id }) => !known.has(id)).length,
  };
}
