/**
 * Keys for rows that have no identity of their own: what a row says, and which of those that say the same it is. A row that comes
 * in before others changes no key but those of rows that say the same.
 */
export function keyed<Item>(items: readonly Item[], said: (item: Item) => string): { key: string; item: Item }[] {
  const seen = new Map<string, number>();
  return items.map((item) => {
    const text = said(item);
    const nth = (seen.get(text) ?? 0) + 1;
    seen.set(text, nth);
    return { key: `${nth} ${text}`, item };
  });
}
