export type CsvCell = string | number | null;

/**
 * One cell of CSV. What a spreadsheet would take for a formula begins with an apostrophe, also behind NUL, spaces and line ends,
 * which some drop before they look.
 */
export function csvCell(value: CsvCell): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = value.replaceAll("\u0000", "");
  const safe = /^[\s]*[=+\-@|%]/.test(text) || /^[\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A whole table, RFC 4180: the heading and a line for each row. */
export const csvTable = (rows: readonly (readonly CsvCell[])[]): string =>
  rows.map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");
