/**
 * Calendar days, dates of tasks, and what depends on what. Pure, browser-safe. A day is a date without a time: arithmetic on days
 * knows no hours, so no change of clocks can move it; only the question which day it is needs a zone and an instant.
 */
export type Day = string;

export const SPRINTS = [1, 2, 3] as const;
export const SPRINT_DAYS = 30;
export const PLAN_DAYS = SPRINTS.length * SPRINT_DAYS;
/** ISO 8601 days: 1 is Monday, 7 is Sunday. */
export const MONDAY_TO_FRIDAY = [1, 2, 3, 4, 5];
/** The furthest ahead a plan may start. */
export const FURTHEST_START_DAYS = 366;
/** A risk is accepted for so many days at most; then somebody looks at it again. */
export const LONGEST_ACCEPTANCE_DAYS = 90;

const DAY_MS = 86_400_000;
const utc = (day: Day): number => Date.parse(`${day}T00:00:00Z`);
const dayOf = (utcMs: number): Day => new Date(utcMs).toISOString().slice(0, 10);

export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(utc(text)) && dayOf(utc(text)) === text;
export const addDays = (day: Day, days: number): Day => dayOf(utc(day) + days * DAY_MS);
/** How many days `to` lies after `from`; negative when before. */
export const daysBetween = (from: Day, to: Day): number => Math.round((utc(to) - utc(from)) / DAY_MS);
export const weekDay = (day: Day): number => new Date(utc(day)).getUTCDay() || 7;

export const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
};

/** Which day it is in a zone at an instant. */
export function dayIn(timeZone: string, at: Date): Day {
  const parts = new Intl.DateTimeFormat("en-US-u-ca-gregory", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).formatToParts(at);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`;
}

export type Schedule = { startsOn: Day; workingDays: readonly number[] };

export function sprintSpan(startsOn: Day, sprint: number): { from: Day; until: Day } {
  const from = addDays(startsOn, (sprint - 1) * SPRINT_DAYS);
  return { from, until: addDays(from, SPRINT_DAYS - 1) };
}

/** The day itself if people work on it, else the next one on which they do; the one before, where that is past `latest`. */
export function workingDay(day: Day, workingDays: readonly number[], latest?: Day): Day {
  const step = (by: 1 | -1): Day => {
    let found = day;
    for (let tries = 0; tries < 7 && !workingDays.includes(weekDay(found)); tries++) found = addDays(found, by);
    return found;
  };
  const next = step(1);
  return latest !== undefined && next > latest ? step(-1) : next;
}

/** When a task of a day of the plan (1 to 90) is due: on a working day of its sprint. */
export const dueDay = ({ startsOn, workingDays }: Schedule, sprint: number, day: number): Day =>
  workingDay(addDays(startsOn, day - 1), workingDays, sprintSpan(startsOn, sprint).until);

export type Dated = { sprint: number; day: number | null; dueOn: Day };

/** Its date in the plan as it is planned anew. One whose date a person chose moves as far as the start does. */
export const replannedDay = (task: Dated, before: Schedule, after: Schedule): Day =>
  task.day === null
    ? workingDay(addDays(task.dueOn, daysBetween(before.startsOn, after.startsOn)), after.workingDays)
    : dueDay(after, task.sprint, task.day);

export type Node = { id: string; title: string; dependsOn: readonly string[] };

/** The titles along a circle of dependencies, from the task round to itself; null where nothing waits for itself. */
export function cycleFrom(start: string, tasks: readonly Node[]): string[] | null {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const seen = new Set<string>();
  const walk = (id: string, way: readonly string[]): string[] | null => {
    const task = byId.get(id);
    if (!task) return null;
    const here = [...way, task.title];
    if (way.length > 0 && id === start) return here;
    if (seen.has(id)) return null;
    seen.add(id);
    for (const next of task.dependsOn) {
      const found = walk(next, here);
      if (found) return found;
    }
    return null;
  };
  return walk(start, []);
}

/** "12 days later than first planned"; null where nothing moved. */
export function slipWords(days: number): string | null {
  if (days === 0) return null;
  const count = Math.abs(days);
  return `${count} day${count === 1 ? "" : "s"} ${days > 0 ? "later" : "earlier"} than first planned`;
}
