/** Ids of the rows of a list, in their order; `next` has never been given. */
export type RowIds = { ids: readonly number[]; next: number };

/** The same ids for as many rows as there are: rows at the end come with new ids, or went. */
export function idsFor({ ids, next }: RowIds, count: number): RowIds {
  const missing = Math.max(0, count - ids.length);
  return {
    ids: [...ids.slice(0, count), ...Array.from({ length: missing }, (_, index) => next + index)],
    next: next + missing,
  };
}

export const idsWithout = ({ ids, next }: RowIds, index: number): RowIds => ({
  ids: ids.filter((_, at) => at !== index),
  next,
});
