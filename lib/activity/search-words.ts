/** What somebody types to search for, as words. Pure, browser-safe. */

/** More would narrow nothing any more. */
const MOST_WORDS = 8;

/** Letters and digits that stand together; whatever else is typed only separates them. */
export function wordsIn(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return [...new Set(words)].slice(0, MOST_WORDS);
}

/** All words, each as the beginning of one. A word holds nothing that a query could take for a sign of its own. */
export const queryOf = (words: readonly string[]): string => words.map((word) => `'${word}':*`).join(" & ");
