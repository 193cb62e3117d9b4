import { describe, expect, test } from "vitest";
import {
  addDays,
  cycleFrom,
  dayIn,
  daysBetween,
  dueDay,
  isDay,
  isTimeZone,
  MONDAY_TO_FRIDAY,
  replannedDay,
  slipWords,
  sprintSpan,
  weekDay,
  workingDay,
} from "./rules";
import { templateTasks } from "./template";

describe("which day it is", () => {
  const zones: [string, string, string][] = [
    ["fourteen hours ahead of UTC it is tomorrow already", "Pacific/Kiritimati", "2026-03-02"],
    ["eleven hours behind UTC it is still yesterday", "Pacific/Pago_Pago", "2026-02-28"],
    ["in UTC it is what UTC says", "UTC", "2026-03-01"],
  ];
  test.each(zones)("%s", (_, zone, day) => {
    const at = zone === "Pacific/Pago_Pago" ? "2026-03-01T10:59:59.999Z" : "2026-03-01T10:00:00.000Z";
    expect(dayIn(zone, new Date(at))).toBe(day);
  });
  test("a day begins at its own midnight, at both ends of the world", () => {
    expect(dayIn("Pacific/Pago_Pago", new Date("2026-03-01T11:00:00.000Z"))).toBe("2026-03-01");
    expect(dayIn("Pacific/Kiritimati", new Date("2026-03-01T09:59:59.999Z"))).toBe("2026-03-01");
  });
  test("the hour that is missing or twice there, when clocks change, belongs to its day", () => {
    expect(dayIn("Europe/Zurich", new Date("2026-03-28T23:30:00Z"))).toBe("2026-03-29");
    expect(dayIn("Europe/Zurich", new Date("2026-10-25T00:30:00Z"))).toBe("2026-10-25");
    expect(dayIn("Europe/Zurich", new Date("2026-10-25T22:59:59Z"))).toBe("2026-10-25");
    expect(dayIn("Europe/Zurich", new Date("2026-10-25T23:00:00Z"))).toBe("2026-10-26");
    expect(dayIn("America/New_York", new Date("2026-11-01T04:59:00Z"))).toBe("2026-11-01");
  });
  test("where midnight itself is missing, the day still has its name", () => {
    expect(dayIn("America/Santiago", new Date("2026-09-06T04:00:00Z"))).toBe("2026-09-06");
  });
});

test("what is no day and no zone is refused", () => {
  for (const text of ["2026-02-30", "2026-2-3", "2026-13-01", "tomorrow", "", "2026-02-28T00:00:00Z"])
    expect(isDay(text)).toBe(false);
  expect(isDay("2028-02-29")).toBe(true);
  expect(isTimeZone("Europe/Nowhere")).toBe(false);
  expect(isTimeZone("Pacific/Kiritimati")).toBe(true);
});

test("ninety days are ninety calendar days, also across a change of clocks, a leap day and a year's end", () => {
  for (const start of ["2026-02-01", "2026-09-15", "2027-12-10", "2028-01-15"]) {
    const last = sprintSpan(start, 3).until;
    expect(daysBetween(start, last)).toBe(89);
    expect(addDays(last, -89)).toBe(start);
  }
  expect(sprintSpan("2028-01-30", 1)).toEqual({ from: "2028-01-30", until: "2028-02-28" });
});

describe("a task is due", () => {
  test("on its day where people work on it, else on the next one on which they do", () => {
    expect(weekDay("2026-11-28")).toBe(6);
    expect(workingDay("2026-11-28", MONDAY_TO_FRIDAY)).toBe("2026-11-30");
    expect(workingDay("2026-11-27", MONDAY_TO_FRIDAY)).toBe("2026-11-27");
    expect(workingDay("2026-11-27", [7, 1, 2, 3, 4])).toBe("2026-11-29");
  });
  test("never after its sprint, however the week falls", () => {
    for (let shift = 0; shift < 7; shift++) {
      const startsOn = addDays("2026-11-01", shift);
      for (const { sprint, day } of templateTasks) {
        const due = dueDay({ startsOn, workingDays: MONDAY_TO_FRIDAY }, sprint, day);
        const span = sprintSpan(startsOn, sprint);
        expect(due >= span.from && due <= span.until && weekDay(due) <= 5, `${startsOn} ${day} ${due}`).toBe(true);
      }
    }
  });
});

describe("planned anew", () => {
  const before = { startsOn: "2026-11-02", workingDays: MONDAY_TO_FRIDAY };
  const after = { startsOn: "2026-11-16", workingDays: MONDAY_TO_FRIDAY };
  test("a task of the plan is due where the plan now has it", () => {
    expect(replannedDay({ sprint: 1, day: 7, dueOn: "2026-11-09" }, before, after)).toBe("2026-11-23");
  });
  test("one whose date a person chose moves as far as the start", () => {
    expect(replannedDay({ sprint: 1, day: null, dueOn: "2026-11-12" }, before, after)).toBe("2026-11-26");
  });
  test("and says how far it slipped", () => {
    expect(slipWords(daysBetween("2026-11-09", "2026-11-23"))).toBe("14 days later than first planned");
    expect(slipWords(-1)).toBe("1 day earlier than first planned");
    expect(slipWords(0)).toBeNull();
  });
});

describe("dependencies", () => {
  const node = (id: string, ...dependsOn: string[]) => ({ id, title: id.toUpperCase(), dependsOn });
  test("a circle is named from the task round to itself", () => {
    expect(cycleFrom("a", [node("a", "b"), node("b", "c"), node("c", "a")])).toEqual(["A", "B", "C", "A"]);
    expect(cycleFrom("a", [node("a", "a")])).toEqual(["A", "A"]);
  });
  test("many ways to the same task are no circle, and are walked once", () => {
    const layers = Array.from({ length: 40 }, (_, i) => [
      node(`l${i}`, `l${i + 1}`, `r${i + 1}`),
      node(`r${i}`, `l${i + 1}`, `r${i + 1}`),
    ]).flat();
    expect(cycleFrom("l0", layers)).toBeNull();
  });
  test("the built-in plan has none, names only its own tasks, and none that is due later", () => {
    const byKey = new Map(templateTasks.map((task) => [task.key, task]));
    const nodes = templateTasks.map(({ key, title, dependsOn }) => ({ id: key, title, dependsOn }));
    for (const task of templateTasks) {
      expect(cycleFrom(task.key, nodes)).toBeNull();
      for (const name of task.dependsOn) expect(byKey.get(name)?.day ?? 999).toBeLessThan(task.day);
    }
  });
});
