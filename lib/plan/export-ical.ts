/**
 * The tasks as a calendar (RFC 5545). Pure. Each is an event of a whole day, which has no time zone: it is on the same date
 * wherever it is read. An id never changes, so that a calendar that reads the file again moves what it has.
 */
import { addDays } from "./rules";
import type { Task, TaskStatus } from "./task-contract";

const MOST_OCTETS = 75;
/** As messages and pages say it; a calendar has no word for "done" of an event. */
const words: Record<TaskStatus, string> = {
  open: "open",
  in_progress: "in progress",
  done: "done",
  not_needed: "not needed",
};

/** `consoleUrl` is where its pages are. */
export function icalOf(tasks: readonly Task[], { asOf, consoleUrl }: { asOf: string; consoleUrl: string }): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Gatehouse//90-day plan//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    "X-WR-CALNAME:90-day plan",
    ...tasks.flatMap((task) => eventOf(task, stampOf(asOf), consoleUrl)),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

const eventOf = (task: Task, stamp: string, consoleUrl: string): string[] => [
  "BEGIN:VEVENT",
  `UID:${task.id}@gatehouse`,
  `DTSTAMP:${stamp}`,
  `SEQUENCE:${task.version}`,
  `DTSTART;VALUE=DATE:${dateOf(task.dueOn)}`,
  `DTEND;VALUE=DATE:${dateOf(addDays(task.dueOn, 1))}`,
  `SUMMARY:${escaped(task.title)}`,
  `DESCRIPTION:${escaped(descriptionOf(task))}`,
  `CATEGORIES:${escaped(`Sprint ${task.sprint}`)}`,
  `STATUS:${task.status === "not_needed" ? "CANCELLED" : "CONFIRMED"}`,
  "TRANSP:TRANSPARENT",
  `URL:${consoleUrl}/plan/tasks/${task.id}`,
  "END:VEVENT",
];

const descriptionOf = ({ detail, status, owner, dependsOn }: Task): string =>
  [
    ...(detail === "" ? [] : [detail]),
    `Status: ${words[status]}`,
    `Owner: ${owner?.name ?? "nobody"}`,
    ...(dependsOn.length > 0 ? [`Waits for: ${dependsOn.map(({ title }) => title).join("; ")}`] : []),
  ].join("\n");

const dateOf = (day: string): string => day.replaceAll("-", "");
const stampOf = (instant: string): string => instant.replace(/[-:]/g, "").replace(/\.\d+Z$/, "Z");

/** TEXT of RFC 5545, 3.3.11. What is no text (control characters but for line ends and tabs) is left out. */
export const escaped = (text: string): string =>
  text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
    .replace(/[^\P{Cc}\t\n]/gu, "")
    .replace(/[\\;,]/g, (sign) => `\\${sign}`)
    .replaceAll("\n", "\\n");

/** Lines of at most 75 octets, folded between characters (3.1): half a character would be none. */
export function folded(line: string): string {
  const parts: string[] = [];
  let part = "";
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > MOST_OCTETS) {
      parts.push(part);
      part = "";
      // The space that a continued line begins with.
      octets = 1;
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join("\r\n ");
}
