import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CheckpointStage, RuleTerms, type WorkingHours } from "@/lib/policy/rule-contract";
import { askingOf, stagesAt } from "./asking";
import { clockAfter, firstOutside, isWorkingTime } from "./clock";

const zurich: WorkingHours = {
  timeZone: "Europe/Zurich",
  days: [1, 2, 3, 4, 5],
  from: "09:00",
  to: "17:00",
  outside: "pause",
  capSeconds: 3 * 86_400,
};
const at = (text: string) => new Date(text);
const HOUR = 3600;

describe("working hours", () => {
  test("the clock stands still overnight", () =>
    // Monday 16:30 in Zurich (UTC+1); half an hour is left of the day, so the hour ends at 09:30 on Tuesday.
    expect(clockAfter(zurich, at("2026-11-30T15:30:00Z"), HOUR)).toEqual(at("2026-12-01T08:30:00Z")));
  test("and over the weekend", () =>
    expect(clockAfter(zurich, at("2026-11-27T15:30:00Z"), HOUR)).toEqual(at("2026-11-30T08:30:00Z")));
  test("but never longer than the cap", () =>
    expect(clockAfter({ ...zurich, capSeconds: 2 * HOUR }, at("2026-11-27T15:30:00Z"), HOUR)).toEqual(
      at("2026-11-27T17:30:00Z"),
    ));
  test("a day of 23 hours has its working hours where its clock shows them", () => {
    // Clocks went forward on Sunday 29 March 2026: 09:00 on Monday is 07:00 UTC, where it was 08:00 on Friday.
    expect(clockAfter(zurich, at("2026-03-27T16:00:00Z"), 60)).toEqual(at("2026-03-30T07:01:00Z"));
  });
  test("a zone is judged by its own days", () => {
    const auckland = { ...zurich, timeZone: "Pacific/Auckland" };
    // Sunday evening in UTC is Monday morning in Auckland.
    expect(isWorkingTime(auckland, at("2026-11-29T21:00:00Z"))).toBe(true);
    expect(isWorkingTime(zurich, at("2026-11-29T21:00:00Z"))).toBe(false);
  });
  test("hours round the clock are never left", () =>
    expect(
      firstOutside({ ...zurich, days: [1, 2, 3, 4, 5, 6, 7], from: "00:00", to: "24:00" }, at("2026-11-29T21:00:00Z")),
    ).toBeNull());
  test("without hours the clock always runs", () =>
    expect(clockAfter(null, at("2026-11-29T21:00:00Z"), 60)).toEqual(at("2026-11-29T21:01:00Z")));
  test("a zone that nobody knows, or hours that end before they begin, are refused", () => {
    const stages = [{ title: "x", need: 1, from: [{ kind: "owner" as const }] }];
    const parse = (hours: object) =>
      RuleTerms.safeParse({ title: "x", stages, hours: { ...zurich, ...hours } }).success;
    expect(parse({})).toBe(true);
    expect(parse({ timeZone: "Europe/Atlantis" })).toBe(false);
    expect(parse({ from: "17:00", to: "09:00" })).toBe(false);
    expect(parse({ days: [] })).toBe(false);
  });
});

const owner: CheckpointStage["from"] = [{ kind: "owner" }];
const security: CheckpointStage["from"] = [{ kind: "role", role: "security" }];
const admin: CheckpointStage["from"] = [{ kind: "role", role: "admin" }];
const rule = (more: Partial<RuleTerms> = {}): RuleTerms =>
  RuleTerms.parse({
    title: "rule",
    stages: [{ title: "owner", need: 1, from: owner, escalation: [{ afterSeconds: 300, from: security }] }],
    ...more,
  });
const monday = at("2026-11-30T10:00:00Z");
const inSeconds = (seconds: number) => new Date(monday.getTime() + seconds * 1000);

describe("what a request asks", () => {
  test("a rule that was saved before escalation, hours and reminders existed asks what it asked", () => {
    const old = RuleTerms.parse({ title: "old", stages: [{ title: "owner", need: 1, from: owner }] });
    expect(askingOf([old], monday)).toEqual({
      stages: [{ title: "owner", need: 1, from: owner, later: [] }],
      expiresAt: inSeconds(900),
      timers: [],
    });
  });
  test("further groups are asked from their time on, and not before", () => {
    const { stages } = askingOf([rule()], monday);
    expect(stagesAt(stages, inSeconds(299))[0]?.from).toEqual(owner);
    expect(stagesAt(stages, inSeconds(300))[0]?.from).toEqual([...owner, ...security]);
  });
  test("outside working hours they are asked at once where the rule says so", () => {
    const night = at("2026-11-30T22:00:00Z");
    const { stages, timers } = askingOf([rule({ hours: { ...zurich, outside: "escalate" } })], night);
    expect(stagesAt(stages, night)[0]?.from).toEqual([...owner, ...security]);
    expect(timers).toEqual([]);
  });
  test("and at closing time when it comes first", () => {
    const { stages } = askingOf([rule({ hours: { ...zurich, outside: "escalate" } })], at("2026-11-30T15:58:00Z"));
    expect(stages[0]?.later[0]?.at).toBe("2026-11-30T16:00:00.000Z");
  });
  test("reminders come before the end, and none before it was asked", () => {
    const { timers } = askingOf([rule({ reminders: [120, 60] }), rule({ expiresInSeconds: 90 })], monday);
    expect(timers.filter(({ kind }) => kind === "reminder")).toEqual([
      { at: inSeconds(30).toISOString(), kind: "reminder" },
    ]);
  });
  test("of several rules the earliest end holds", () =>
    expect(askingOf([rule(), rule({ expiresInSeconds: 60 })], monday).expiresAt).toEqual(inSeconds(60)));
  test("stages of two rules that ask the same groups are one, at the greater number", () => {
    const two = rule({ stages: [{ title: "two", need: 2, from: owner, escalation: [] }] });
    expect(askingOf([rule(), two], monday).stages).toEqual([{ title: "two", need: 2, from: owner, later: [] }]);
  });
  test("two alike stages of one rule stay two", () => {
    const stage = { title: "owner", need: 1, from: owner, escalation: [] };
    expect(askingOf([rule({ stages: [stage, stage] })], monday).stages).toHaveLength(2);
  });
  test("of the further groups of both, those stay that both would ask, at the later time", () => {
    const slower = rule({
      stages: [
        {
          title: "owner",
          need: 1,
          from: owner,
          escalation: [
            { afterSeconds: 100, from: admin },
            { afterSeconds: 600, from: security },
          ],
        },
      ],
    });
    expect(askingOf([rule(), slower], monday).stages[0]?.later).toEqual([
      { at: inSeconds(600).toISOString(), from: security },
    ]);
  });
});

test("time only ever adds groups, whatever the hours and steps", () =>
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 30, max: 86_400 }), { maxLength: 5 }),
      fc.integer({ min: 0, max: 7 * 86_400 }),
      fc.constantFrom<WorkingHours["outside"]>("pause", "escalate"),
      fc.tuple(fc.integer({ min: 0, max: 90_000 }), fc.integer({ min: 0, max: 90_000 })),
      (steps, start, outside, moments) => {
        const opened = inSeconds(start);
        const escalation = steps.map((afterSeconds) => ({ afterSeconds, from: security }));
        const { stages, expiresAt } = askingOf(
          [
            rule({
              expiresInSeconds: 86_400,
              hours: { ...zurich, outside },
              stages: [{ title: "s", need: 1, from: owner, escalation }],
            }),
          ],
          opened,
        );
        const [first, second] = moments.sort((a, b) => a - b).map((s) => new Date(opened.getTime() + s * 1000));
        const count = (moment: Date | undefined) => stagesAt(stages, moment ?? opened)[0]?.from.length ?? 0;
        expect(count(second)).toBeGreaterThanOrEqual(count(first));
        expect(count(opened)).toBeGreaterThanOrEqual(1);
        expect(expiresAt > opened).toBe(true);
        expect(expiresAt.getTime() - opened.getTime()).toBeLessThanOrEqual(zurich.capSeconds * 1000);
      },
    ),
  ));
