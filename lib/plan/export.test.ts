import { expect, test } from "vitest";
import { csvOf } from "./export-csv";
import { escaped, folded, icalOf } from "./export-ical";
import type { Task } from "./task-contract";

const task: Task = {
  id: "ptk_1",
  sprint: 1,
  title: "Name the owners",
  detail: "",
  href: null,
  owner: { id: "usr_1", name: "Ann", active: true },
  dueOn: "2026-03-29",
  firstDueOn: "2026-03-25",
  daysLater: 4,
  overdue: false,
  status: "open",
  statusReason: null,
  dependsOn: [],
  version: 3,
  evidence: 1,
  comments: 0,
};
const at = { asOf: "2026-03-01T10:11:12.345Z", consoleUrl: "https://gatehouse.example.test" };
const linesOf = (ical: string): string[] => ical.split("\r\n");
const unfolded = (ical: string): string => ical.replaceAll("\r\n ", "");

test("a table has a line for each task, and no text of a person is a formula", () => {
  const hostile = { ...task, title: '=HYPERLINK("http://x")', owner: { id: "u", name: "@SUM(A1)", active: true } };
  const [head, row] = csvOf([hostile]).split("\r\n");
  expect(head).toMatch(/^id,sprint,title,/);
  expect(row).toContain(`"'=HYPERLINK(""http://x"")"`);
  expect(row).toContain("'@SUM(A1)");
  expect(csvOf([task]).split("\r\n")[1]).toBe("ptk_1,1,Name the owners,,open,,Ann,2026-03-29,2026-03-25,4,no,,1,0");
});

test("an event lasts one whole day of the calendar, also where the clocks change on it", () => {
  const lines = linesOf(icalOf([task], at));
  expect(lines).toContain("DTSTART;VALUE=DATE:20260329");
  expect(lines).toContain("DTEND;VALUE=DATE:20260330");
  expect(lines).toContain("DTSTAMP:20260301T101112Z");
  expect(linesOf(icalOf([{ ...task, dueOn: "2026-12-31" }], at))).toContain("DTEND;VALUE=DATE:20270101");
});

test("a task keeps its id through every change, and its sequence only grows", () => {
  const uid = (given: Task) => linesOf(icalOf([given], at)).filter((line) => /^(UID|SEQUENCE)/.test(line));
  expect(uid(task)).toEqual(["UID:ptk_1@gatehouse", "SEQUENCE:3"]);
  expect(uid({ ...task, title: "Other", dueOn: "2026-05-01", version: 4 })).toEqual([
    "UID:ptk_1@gatehouse",
    "SEQUENCE:4",
  ]);
});

test("text cannot end its line, begin another property or an event", () => {
  const title = "a;b,c\\d\r\nEND:VEVENT\u2028BEGIN:VALARM\u0000\u0007";
  const ical = icalOf([{ ...task, title }], at);
  expect(linesOf(ical).filter((line) => line.startsWith("END:VEVENT"))).toHaveLength(1);
  expect(linesOf(ical).some((line) => line.startsWith("BEGIN:VALARM"))).toBe(false);
  expect(unfolded(ical)).toContain("SUMMARY:a\\;b\\,c\\\\d\\nEND:VEVENT\\nBEGIN:VALARM\r\n");
  expect(escaped("a\tb")).toBe("a\tb");
});

test("no line is longer than 75 octets, and no character is torn", () => {
  const title = "Ünïcödé 🏛️ ".repeat(40);
  const ical = icalOf([{ ...task, title, detail: "x".repeat(1000) }], at);
  for (const line of linesOf(ical)) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  expect(unfolded(ical)).toContain(`SUMMARY:${title}\r\n`);
  expect(folded("x".repeat(75))).toBe("x".repeat(75));
  expect(folded("x".repeat(76))).toBe(`${"x".repeat(75)}\r\n x`);
});

test("what is not needed is cancelled in the calendar, and a file without tasks is still one", () => {
  expect(linesOf(icalOf([{ ...task, status: "not_needed" }], at))).toContain("STATUS:CANCELLED");
  expect(linesOf(icalOf([], at)).slice(-2)).toEqual(["END:VCALENDAR", ""]);
});
