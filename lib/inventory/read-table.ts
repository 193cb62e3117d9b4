/** Reads a table of agents from CSV: its heading and its cells, nothing of what they mean. Pure. */
import { CsvError, parse } from "csv-parse/sync";
import { Refusal } from "@/lib/shared/errors";
import { ImportField, MAX_IMPORT_ROWS } from "./import-contract";

export type Cells = Partial<Record<ImportField, string>>;
/** `surplus`: how many more cells than the heading the row has, which is mostly a comma outside of quotes. */
export type TableRow = { line: number; cells: Cells; surplus: number };
export type Table = { columns: { heading: string; field: ImportField | null }[]; rows: TableRow[] };

/** Other headings that people's tables have for a field, without case, spaces and signs. */
const alsoCalled: Record<string, ImportField> = {
  agent: "name",
  agentname: "name",
  description: "purpose",
  vendor: "provider",
  platform: "provider",
  env: "environment",
  data: "dataClasses",
  dataclass: "dataClasses",
  tag: "tags",
  labels: "tags",
  risk: "riskTier",
  tier: "riskTier",
  owneremail: "owner",
  backup: "backupOwner",
  backupowneremail: "backupOwner",
};
const plain = (heading: string) => heading.toLowerCase().replace(/[^a-z0-9]/g, "");
const ownNames = new Map(ImportField.options.map((field) => [plain(field), field]));

/** The field that a heading names by itself, or null. */
export const fieldOfHeading = (heading: string): ImportField | null =>
  ownNames.get(plain(heading)) ??
  (Object.hasOwn(alsoCalled, plain(heading)) ? (alsoCalled[plain(heading)] ?? null) : null);

const delimiters = [",", ";", "\t"] as const;

/** The delimiter with which the heading names the most fields: spreadsheets of many countries write semicolons. */
function delimiterOf(csv: string): string {
  const heading = csv.slice(0, 4000).split(/[\r\n]/, 1)[0] ?? "";
  const known = (delimiter: string) => heading.split(delimiter).filter((cell) => fieldOfHeading(cell) !== null).length;
  return delimiters.reduce((best, one) => (known(one) > known(best) ? one : best));
}

/** Refuses what is not a table with a name in each row's heading, or has too many rows. */
export function readTable(csv: string, chosen: Readonly<Record<string, ImportField | null>>): Table {
  const [heading, ...records] = recordsOf(csv);
  if (!heading) throw bad("The table is empty. Its first line names the columns: name, purpose, owner and so on.");
  if (records.length === 0) throw bad("The table has a heading and no rows below it.");
  const columns = heading.record.map((text) => {
    const words = text.trim();
    return { heading: words, field: Object.hasOwn(chosen, words) ? (chosen[words] ?? null) : fieldOfHeading(words) };
  });
  refuseColumns(columns);
  const rows = records.map(({ record, line }) => ({
    line,
    cells: cellsOf(columns, record),
    surplus: record.slice(columns.length).filter((cell) => cell.trim() !== "").length,
  }));
  return { columns, rows };
}

type Parsed = { record: string[]; line: number };

/** The records with the line at which each begins. Lines without any text are nobody's row. */
function recordsOf(csv: string): Parsed[] {
  let from = 1;
  const records: Parsed[] = [];
  try {
    parse(csv, {
      bom: true,
      delimiter: delimiterOf(csv),
      relax_column_count: true,
      skip_empty_lines: false,
      to: MAX_IMPORT_ROWS + 2,
      on_record: (record: string[], { lines }: { lines: number }) => {
        if (record.some((cell) => cell.trim() !== "")) records.push({ record, line: from });
        from = lines + 1;
        return null;
      },
    });
  } catch (error) {
    if (error instanceof CsvError) throw bad(`The table cannot be read from line ${from} on: ${sayParser(error)}`);
    throw error;
  }
  if (records.length > MAX_IMPORT_ROWS + 1) {
    throw bad(
      `The table has more than ${MAX_IMPORT_ROWS.toLocaleString("en")} rows. Split it, and import the parts in turn.`,
    );
  }
  return records;
}

const sayParser = ({ code }: CsvError): string =>
  code === "CSV_QUOTE_NOT_CLOSED" || code === "INVALID_OPENING_QUOTE" || code === "CSV_INVALID_CLOSING_QUOTE"
    ? "a quotation mark is not closed, or stands in the middle of a cell. Inside a quoted cell it is written twice."
    : `it is not CSV (${code}).`;

function refuseColumns(columns: Table["columns"]): void {
  const fields = columns.flatMap(({ field }) => field ?? []);
  const twice = fields.find((field, place) => fields.indexOf(field) !== place);
  if (twice) {
    const which = columns.filter(({ field }) => field === twice).map(({ heading }) => `“${heading}”`);
    throw bad(`Two columns fill ${twice}: ${which.join(" and ")}. Say which one counts, or remove one.`);
  }
  if (!fields.includes("name")) {
    throw bad("No column holds the agents' names. Call one “name”, or say which of them it is.");
  }
}

function cellsOf(columns: Table["columns"], record: readonly string[]): Cells {
  const cells: Cells = {};
  columns.forEach(({ field }, place) => {
    const text = record[place]?.trim() ?? "";
    if (field && text !== "") cells[field] = withoutGuard(text);
  });
  return cells;
}

/** Our own exports put an apostrophe before what a spreadsheet would compute; read back, it is gone. */
const withoutGuard = (text: string) => (/^'\s*[=+\-@|%]/.test(text) ? text.slice(1) : text);

const bad = (message: string) => new Refusal("invalid_input", message, { invalidParams: [{ path: "csv", message }] });
