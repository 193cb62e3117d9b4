/** Reads a table from CSV: its heading and its cells, nothing of what they mean. Pure, browser-safe. */
import { CsvError, parse } from "csv-parse/sync";
import { Refusal } from "./errors";

/** What a kind of table has. */
export type TableShape<Field extends string> = {
  fields: readonly Field[];
  /** Other headings that people's tables have for a field, without case, spaces and signs. */
  alsoCalled: Readonly<Record<string, Field>>;
  /** Fields of which a column must tell, each with what is said where none does. */
  required: readonly { field: Field; otherwise: string }[];
  mostRows: number;
  /** The member of the input that holds the table, as refusals name it. */
  member: string;
  /** Of an empty table: what its first line should name. */
  example: string;
};

export type CellsOf<Field extends string> = Partial<Record<Field, string>>;
/** `surplus`: how many more cells than the heading the row has, which is mostly a comma outside of quotes. */
export type RowOf<Field extends string> = { line: number; cells: CellsOf<Field>; surplus: number };
export type ColumnOf<Field extends string> = { heading: string; field: Field | null };
export type TableOf<Field extends string> = { columns: ColumnOf<Field>[]; rows: RowOf<Field>[] };
/** For headings that do not say it themselves: which field the column fills, or null for none. */
export type ChosenColumns<Field extends string> = Readonly<Record<string, Field | null>>;

const plain = (heading: string) => heading.toLowerCase().replace(/[^a-z0-9]/g, "");

/** The field that a heading was chosen to be, or names by itself; or null. */
export function fieldOfHeading<Field extends string>(
  { fields, alsoCalled }: TableShape<Field>,
  heading: string,
  chosen: ChosenColumns<Field> = {},
): Field | null {
  if (Object.hasOwn(chosen, heading)) return chosen[heading] ?? null;
  const name = plain(heading);
  const own = fields.find((field) => plain(field) === name);
  return own ?? (Object.hasOwn(alsoCalled, name) ? (alsoCalled[name] ?? null) : null);
}

const delimiters = [",", ";", "\t"] as const;

/** The delimiter with which the heading names the most fields: spreadsheets of many countries write semicolons. */
function delimiterOf<Field extends string>(shape: TableShape<Field>, csv: string): string {
  const heading = csv.slice(0, 4000).split(/[\r\n]/, 1)[0] ?? "";
  const known = (delimiter: string) =>
    heading.split(delimiter).filter((cell) => fieldOfHeading(shape, cell) !== null).length;
  return delimiters.reduce((best, one) => (known(one) > known(best) ? one : best));
}

/** Refuses what is not a table with the required columns, or has too many rows. */
export function readTable<Field extends string>(
  shape: TableShape<Field>,
  csv: string,
  chosen: ChosenColumns<Field>,
): TableOf<Field> {
  const [heading, ...records] = recordsOf(shape, csv);
  if (!heading) throw bad(shape, `The table is empty. Its first line names the columns: ${shape.example}.`);
  if (records.length === 0) throw bad(shape, "The table has a heading and no rows below it.");
  const columns = heading.record.map((text) => {
    const words = text.trim();
    return { heading: words, field: fieldOfHeading(shape, words, chosen) };
  });
  refuseColumns(shape, columns);
  const rows = records.map(({ record, line }) => ({
    line,
    cells: cellsOf(columns, record),
    surplus: record.slice(columns.length).filter((cell) => cell.trim() !== "").length,
  }));
  return { columns, rows };
}

type Parsed = { record: string[]; line: number };

/** The records with the line at which each begins. Lines without any text are nobody's row. */
function recordsOf<Field extends string>(shape: TableShape<Field>, csv: string): Parsed[] {
  const { mostRows } = shape;
  let from = 1;
  const records: Parsed[] = [];
  try {
    parse(csv, {
      bom: true,
      delimiter: delimiterOf(shape, csv),
      relax_column_count: true,
      skip_empty_lines: false,
      to: mostRows + 2,
      on_record: (record: string[], { lines }: { lines: number }) => {
        if (record.some((cell) => cell.trim() !== "")) records.push({ record, line: from });
        from = lines + 1;
        return null;
      },
    });
  } catch (error) {
    if (error instanceof CsvError)
      throw bad(shape, `The table cannot be read from line ${from} on: ${sayParser(error)}`);
    throw error;
  }
  if (records.length > mostRows + 1) {
    throw bad(
      shape,
      `The table has more than ${mostRows.toLocaleString("en")} rows. Split it, and import the parts in turn.`,
    );
  }
  return records;
}

const sayParser = ({ code }: CsvError): string =>
  code === "CSV_QUOTE_NOT_CLOSED" || code === "INVALID_OPENING_QUOTE" || code === "CSV_INVALID_CLOSING_QUOTE"
    ? "a quotation mark is not closed, or stands in the middle of a cell. Inside a quoted cell it is written twice."
    : `it is not CSV (${code}).`;

/** Says which of a table's columns cannot be so. */
export function refuseColumns<Field extends string>(
  shape: TableShape<Field>,
  columns: readonly ColumnOf<Field>[],
): void {
  const fields = columns.flatMap(({ field }) => field ?? []);
  const twice = fields.find((field, place) => fields.indexOf(field) !== place);
  if (twice) {
    const which = columns.filter(({ field }) => field === twice).map(({ heading }) => `“${heading}”`);
    throw bad(shape, `Two columns fill ${twice}: ${which.join(" and ")}. Say which one counts, or remove one.`);
  }
  for (const { field, otherwise } of shape.required) if (!fields.includes(field)) throw bad(shape, otherwise);
}

function cellsOf<Field extends string>(columns: readonly ColumnOf<Field>[], record: readonly string[]): CellsOf<Field> {
  const cells: CellsOf<Field> = {};
  columns.forEach(({ field }, place) => {
    const text = record[place]?.trim() ?? "";
    if (field && text !== "") cells[field] = withoutGuard(text);
  });
  return cells;
}

/** Our own exports put an apostrophe before what a spreadsheet would compute; read back, it is gone. */
const withoutGuard = (text: string) => (/^'\s*[=+\-@|%]/.test(text) ? text.slice(1) : text);

const bad = ({ member }: { member: string }, message: string) =>
  new Refusal("invalid_input", message, { invalidParams: [{ path: member, message }] });
