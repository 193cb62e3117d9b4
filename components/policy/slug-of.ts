/** A name for the record from a title for people: "Hold money moves > 500" → "hold-money-moves-500". */
export function slugOf(title: string): string {
  const plain = title.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase("en");
  return plain
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 80)
    .replace(/^-+|-+$/g, "");
}
