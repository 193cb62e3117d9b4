/** Tool calls as lines of a file. Pure. RFC 4180, and safe in a spreadsheet: no text of anybody becomes a formula. */
import { type CsvCell, csvTable } from "@/lib/shared/csv-cell";
import type { Call } from "./contract";

export type CallFormat = "csv" | "ndjson";

const columns = [
  "id",
  "receivedAt",
  "at",
  "source",
  "agentId",
  "agentName",
  "onBehalfOf",
  "chain",
  "tool",
  "operationClass",
  "effect",
  "code",
  "enforced",
  "reason",
  "policies",
  "observed",
  "revision",
  "pepId",
  "pepName",
  "outcome",
  "durationMs",
  "error",
  "checkpointId",
  "checkpointStatus",
  "traceId",
  "argumentsDigest",
  "argumentsText",
  "argumentsCut",
] as const satisfies readonly (keyof Call)[];

export const callColumns = csvTable([columns]);

export const callLine = (format: CallFormat, call: Call): string =>
  format === "csv" ? csvTable([columns.map((column) => cellOf(call[column]))]) : `${JSON.stringify(call)}\n`;

const cellOf = (value: Call[(typeof columns)[number]]): CsvCell => {
  if (typeof value === "boolean") return String(value);
  return Array.isArray(value) ? value.join(" ") : value;
};

/** What a file that reached its limit ends with: it must not pass for all of it. */
export function endLine(format: CallFormat, last: Call, most: number): string {
  // The end of a time is not in it, and several calls can have one moment.
  const to = new Date(Date.parse(last.receivedAt) + 1).toISOString();
  const text = `This file ends after ${most} calls. Export with to=${to} for those before; calls of its last moment come again.`;
  return format === "csv" ? csvTable([[text]]) : `${JSON.stringify({ end: text })}\n`;
}
