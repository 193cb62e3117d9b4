/** The fleet as a table for other programs. Pure. */
import type { Point } from "@/lib/enforcement/contract";

type Cell = string | number | boolean | null;

const columns: readonly [header: string, cell: (point: Point) => Cell][] = [
  ["id", (point) => point.id],
  ["name", (point) => point.name],
  ["kind", (point) => point.kind],
  ["version", (point) => point.version],
  ["state", (point) => point.state],
  ["mode", (point) => point.mode],
  ["strength", (point) => point.strength],
  ["demanded strength", (point) => point.demanded],
  ["too weak", (point) => point.weak],
  ["agents", (point) => (point.agents.length === 0 ? "every agent" : point.agents.map(({ name }) => name).join("; "))],
  ["revision", (point) => point.revision],
  ["desired revision", (point) => point.desiredRevision],
  ["drifting", (point) => point.drifting],
  ["refused revision", (point) => point.refusedRevision],
  ["last seen", (point) => point.lastSeenAt],
  ["lease ends", (point) => point.leaseEndsAt],
  ["unsent events", (point) => point.spoolDepth],
  ["unreported gaps", (point) => point.gaps],
  ["events lost within a day", (point) => point.lost],
  ["clock ahead ms", (point) => point.skewMs],
  ["last decision", (point) => point.lastDecisionAt],
  ["conformant", (point) => point.scorecard?.conformant ?? null],
  ["conformance kit", (point) => point.scorecard?.kit ?? null],
  ["conformance checked", (point) => point.scorecard?.at ?? null],
  ["enrolled", (point) => point.enrolledAt],
];

/** RFC 4180. */
export function csvOf(points: readonly Point[]): string {
  const lines = [columns.map(([header]) => header), ...points.map((point) => columns.map(([, cell]) => cell(point)))];
  return lines.map((line) => `${line.map(written).join(",")}\r\n`).join("");
}

/** A spreadsheet runs text that begins like a formula; names come from whoever enrolled the point. */
function written(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell !== "string") return String(cell);
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
