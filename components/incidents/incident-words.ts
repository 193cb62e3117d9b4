/** Incidents as people read them. Typed by the contract, so that a new word needs its text to compile. */
import type { IncidentClock, IncidentStatus, TimelineItem } from "@/lib/incidents/contract";

type Explained = { label: string; help: string };

export const statusWords: Record<IncidentStatus, Explained> = {
  open: { label: "Open", help: "somebody has to act" },
  contained: { label: "Contained", help: "it can do no more harm, and its cause is still looked for" },
  closed: { label: "Closed", help: "reviewed" },
};

export const clockWords: Record<IncidentClock["state"], string> = {
  running: "Running",
  soon: "Due within a day",
  overdue: "Overdue",
  met: "Met",
  metLate: "Met, too late",
};

export const sourceWords: Record<TimelineItem["source"], string> = {
  incident: "Incident",
  finding: "Finding",
  stop: "Stop order",
  checkpoint: "Checkpoint",
  calls: "Calls",
  audit: "Audit log",
};

export const incidentHref = (id: string): string => `/incidents/${encodeURIComponent(id)}`;

/** A span of time in the largest two units that say something. */
export function spanWords(seconds: number): string {
  if (seconds < 1) return "under a second";
  const units: [number, string][] = [
    [86_400, "d"],
    [3_600, "h"],
    [60, "min"],
    [1, "s"],
  ];
  const first = units.findIndex(([size]) => seconds >= size);
  const parts = units.slice(first, first + 2).map(([size, unit], place) => {
    const rest = place === 0 ? seconds : seconds % (units[first]?.[0] ?? 1);
    return { count: Math.floor(rest / size), unit };
  });
  return parts
    .filter(({ count }) => count > 0)
    .map(({ count, unit }) => `${count} ${unit}`)
    .join(" ");
}
