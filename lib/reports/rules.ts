/** How wide the columns of a table are, by what stands in them. Pure. */

/** A character's width beside the page's: about a hundred and ten of them fit in the small type of a table. */
const CHARACTER = 1 / 110;
const LONGEST_WORD = 16;
const LONGEST_MEAN = 40;

const longestWord = (text: string): number => Math.max(0, ...text.split(/\s+/).map((word) => word.length));

/**
 * Shares of the whole, which sum to 1: each column takes its longest word, up to a bound, and what is left goes to those whose
 * cells are longer on average.
 */
export function columnShares(columns: readonly string[], rows: readonly (readonly string[])[]): number[] {
  const needs = columns.map((column, place) => {
    const cells = [column, ...rows.map((row) => row[place] ?? "")];
    const word = Math.min(LONGEST_WORD, Math.max(...cells.map(longestWord)));
    const mean = cells.reduce((sum, cell) => sum + cell.length, 0) / cells.length;
    return { word: (word + 2) * CHARACTER, more: Math.max(0, Math.min(mean, LONGEST_MEAN) - word) };
  });
  const words = needs.reduce((sum, { word }) => sum + word, 0);
  if (words >= 1) return needs.map(({ word }) => word / words);
  const more = needs.reduce((sum, need) => sum + need.more, 0);
  return needs.map((need) => need.word + (1 - words) * (more === 0 ? 1 / needs.length : need.more / more));
}
