/** An incident's time line as a table. Pure. RFC 4180, and safe in a spreadsheet: no text of anybody becomes a formula. */
import { type CsvCell, csvTable } from "@/lib/shared/csv-cell";
import type { WholeIncident } from "./contract";

const columns = ["incident", "at", "source", "kind", "by", "text", "link"] as const;

export function csvOf(incident: WholeIncident): string {
  const rows = incident.timeline.map(({ at, source, kind, byName, text, href }): CsvCell[] => [
    incident.number,
    at,
    source,
    kind,
    byName,
    text,
    href,
  ]);
  return csvTable([columns, ...rows]);
}
