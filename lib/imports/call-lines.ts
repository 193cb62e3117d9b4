/**
 * Private to this folder: calls a line of JSON each: as our export writes them, as points report them (an outcome completes the call
 * that it ends), or as another system names their members. Pure.
 */
import { Refusal } from "@/lib/shared/errors";
import { shapeProblem } from "@/lib/shared/json-shape";
import { type CellsOf, type ChosenColumns, fieldOfHeading } from "@/lib/shared/read-table";
import type { Problem, RawRow } from "./call-table";
import { shape } from "./call-table";
import { type CallField, type CallsPreview, MOST_ROWS } from "./contract";

/** A line longer than what a point may report is no call. */
const MOST_LINE = 400_000;
const DEEPEST = 100;
const MOST_COLUMNS = 100;

type Line = { line: number; object: Record<string, unknown> };

export function readLines(
  text: string,
  chosen: ChosenColumns<CallField>,
): { columns: CallsPreview["columns"]; rows: RawRow[] } {
  const given = text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .map((content, place) => ({ line: place + 1, content }))
    .filter(({ content }) => content.trim() !== "");
  if (given.length === 0) throw bad("The file is empty. Each line is one call, as a JSON object.");
  if (given.length > MOST_ROWS)
    throw bad(`There are more than ${MOST_ROWS.toLocaleString("en")} lines. Send them in parts.`);
  const unread: RawRow[] = [];
  const calls: Line[] = [];
  const outcomes: Line[] = [];
  for (const { line, content } of given) {
    const read = objectOf(content);
    if (typeof read === "string") unread.push({ line, cells: {}, problems: [problem(read)] });
    else if (isEnd(read)) continue;
    else if (read.type === "outcome") outcomes.push({ line, object: read });
    else calls.push({ line, object: read });
  }
  const fieldOf = fieldsOf(calls, chosen);
  const rows = calls.map((call) => rowOf(call, fieldOf));
  const byId = new Map(rows.flatMap((row) => (row.cells.id === undefined ? [] : [[row.cells.id, row] as const])));
  const lost = outcomes.filter((outcome) => !complete(byId, outcome)).map(({ line }) => lostOutcome(line));
  return {
    columns: [...fieldOf].map(([heading, field]) => ({ heading, field })),
    rows: [...rows, ...unread, ...lost].sort((one, other) => one.line - other.line),
  };
}

function objectOf(content: string): Record<string, unknown> | string {
  if (content.length > MOST_LINE) return "The line is longer than a call can be.";
  const misshapen = shapeProblem(content, DEEPEST);
  if (misshapen !== null) return misshapen.replace("The body", "The line");
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    return "The line is not JSON.";
  }
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : "The line is JSON, and no object.";
}

/** What an export of ours that reached its limit ends with. */
const isEnd = (object: Record<string, unknown>) => Object.keys(object).length === 1 && typeof object.end === "string";

/** Which members fill what. Two may fill one field: lines of several systems stand in one file. */
function fieldsOf(lines: readonly Line[], chosen: ChosenColumns<CallField>): Map<string, CallField | null> {
  const names = new Set(lines.flatMap(({ object }) => Object.keys(object)).filter((name) => name.length <= 200));
  return new Map([...names].slice(0, MOST_COLUMNS).map((name) => [name, fieldOfHeading(shape, name, chosen)]));
}

function rowOf({ line, object }: Line, fields: ReadonlyMap<string, CallField | null>): RawRow {
  const cells: CellsOf<CallField> = {};
  const problems: Problem[] = [];
  for (const [name, value] of Object.entries(object)) {
    const field = fields.get(name);
    const text = field ? textOf(value) : null;
    // In one line a field's own name goes before other names of it.
    if (field && text !== null && text !== "" && (cells[field] === undefined || name === field)) cells[field] = text;
  }
  const { type } = object;
  if (type === "gap") problems.push(problem("It states a loss of events, which only the point itself can do."));
  return { line, cells, problems };
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value.join(" ");
  return JSON.stringify(value);
}

/** True when its call is in the same batch. */
function complete(calls: ReadonlyMap<string, RawRow>, { object }: Line): boolean {
  const row = typeof object.callId === "string" ? calls.get(object.callId) : undefined;
  if (!row) return false;
  for (const field of ["outcome", "durationMs", "error"] as const) {
    const text = textOf(object[field]);
    if (text !== null && row.cells[field] === undefined) row.cells[field] = text;
  }
  return true;
}

const lostOutcome = (line: number): RawRow => ({
  line,
  cells: {},
  problems: [problem("It says how a call ended that is not in this part of the file.")],
});

const problem = (message: string): Problem => ({ field: null, message, value: "" });
const bad = (message: string) => new Refusal("invalid_input", message, { invalidParams: [{ path: "text", message }] });
