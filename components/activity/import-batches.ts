/** A file of calls in parts that can be sent, each with the heading of the table. Pure. */
import { type FileFormat, MOST_ROWS } from "@/lib/imports/contract";

/** Of one part: in its body a character can take several bytes. */
const MOST_PART = 3_000_000;

export type Batch = { text: string; linesBefore: number };

/** By the name, or else by how it begins: a call a line is an object. */
export function formatOf(name: string, text: string): FileFormat {
  return /\.(ndjson|jsonl|json)$/i.test(name) || text.trimStart().startsWith("{") ? "ndjson" : "csv";
}

type Piece = { text: string; lines: number };

export function batchesOf(format: FileFormat, text: string, mostRows = MOST_ROWS): Batch[] {
  const records = recordsOf(text.replace(/^\uFEFF/, ""), format === "csv");
  const heading = format === "csv" ? records.shift() : undefined;
  const above = heading ?? { text: "", lines: 0 };
  const batches: Batch[] = [];
  let [part, rows, done] = ["", 0, above.lines];
  let before = done;
  const close = () => {
    if (part !== "" || batches.length === 0)
      batches.push({ text: above.text + part, linesBefore: before - above.lines });
    [part, rows, before] = ["", 0, done];
  };
  for (const record of records) {
    if (rows > 0 && (rows >= mostRows || part.length + record.text.length > MOST_PART)) close();
    part += record.text;
    rows += record.text.trim() === "" ? 0 : 1;
    done += record.lines;
  }
  if (part.trim() !== "" || batches.length === 0) close();
  return batches;
}

/** Lines with their ends; in a table one that is inside of quotation marks goes on in the next. */
function recordsOf(text: string, quoted: boolean): Piece[] {
  const records: Piece[] = [];
  let [start, inside, lines] = [0, false, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22 && quoted) inside = !inside;
    if (code !== 0x0a) continue;
    lines++;
    if (inside) continue;
    records.push({ text: text.slice(start, at + 1), lines });
    [start, lines] = [at + 1, 0];
  }
  if (start < text.length) records.push({ text: text.slice(start), lines: lines + 1 });
  return records;
}
