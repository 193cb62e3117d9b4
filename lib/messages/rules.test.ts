import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MessageKind } from "./contract";
import { everything, isTimeZone, judge, MOST_MAILS, planMails, quietUntil, type Ready, type Waiting } from "./rules";

const at = (text: string) => new Date(text);
const now = at("2026-11-28T10:00:00.000Z");
const quiet = (timeZone: string, from: number, to: number) => ({
  ...everything,
  timeZone,
  quietFrom: from,
  quietTo: to,
});
const waiting = (part: Partial<Waiting> = {}): Waiting => ({
  kind: "asked",
  riskTier: "high",
  queuedAt: now,
  preference: everything,
  madeUp: false,
  active: true,
  open: true,
  voted: false,
  asked: false,
  ...part,
});

describe("what is not sent", () => {
  test("what asks for a decision on a request that has ended, or on which the person has voted", () => {
    for (const kind of ["asked", "reminder", "escalated", "handedOver"] as const) {
      expect(judge(waiting({ kind, open: false }), now)).toHaveProperty("drop");
      expect(judge(waiting({ kind, voted: true }), now)).toHaveProperty("drop");
    }
  });
  test("the end of something that the person was never told about", () => {
    expect(judge(waiting({ kind: "decided", open: false }), now)).toHaveProperty("drop");
    expect(judge(waiting({ kind: "expired", open: false }), now)).toHaveProperty("drop");
    expect(judge(waiting({ kind: "decided", open: false, asked: true }), now)).toEqual({ now: true });
  });
  test("a stopped roll-out is told without anything having been asked", () => {
    expect(judge(waiting({ kind: "rollOut", riskTier: null, open: false }), now)).toEqual({ now: true });
  });
  test("what the person does not want; only break-glass cannot be declined", () => {
    const preference = { ...everything, muted: MessageKind.options };
    for (const kind of MessageKind.options) {
      const judged = judge(waiting({ kind, preference, asked: true }), now);
      if (kind === "breakGlass") expect(judged).toEqual({ now: true });
      else expect(judged).toHaveProperty("drop");
    }
  });
  test("what waited for a day, and whatever is for nobody", () => {
    expect(judge(waiting({ queuedAt: at("2026-11-27T09:59:59.000Z") }), now)).toHaveProperty("drop");
    expect(judge(waiting({ active: false }), now)).toHaveProperty("drop");
    expect(judge(waiting({ madeUp: true }), now)).toHaveProperty("drop");
  });
});

describe("quiet hours", () => {
  test("are the person's own, by the clock of their zone", () => {
    // 10:00 in UTC is 19:00 in Tokyo and 05:00 in New York.
    expect(quietUntil(now, quiet("Asia/Tokyo", 18 * 60, 20 * 60))).toEqual(at("2026-11-28T11:00:00.000Z"));
    expect(quietUntil(now, quiet("America/New_York", 18 * 60, 20 * 60))).toBeNull();
  });
  test("go over midnight, begin with their first minute and end before their last", () => {
    expect(quietUntil(now, quiet("America/New_York", 22 * 60, 7 * 60))).toEqual(at("2026-11-28T12:00:00.000Z"));
    expect(quietUntil(now, quiet("UTC", 600, 660))).toEqual(at("2026-11-28T11:00:00.000Z"));
    expect(quietUntil(now, quiet("UTC", 540, 600))).toBeNull();
  });
  test("end in the future and at a minute that is not quiet, whatever they are", () => {
    const minute = fc.integer({ min: 0, max: 1439 });
    const zone = fc.constantFrom("UTC", "Asia/Kolkata", "Asia/Tokyo", "America/Phoenix");
    fc.assert(
      fc.property(
        minute,
        minute,
        zone,
        fc.date({ min: now, max: at("2027-11-28T00:00:00Z"), noInvalidDate: true }),
        (from, to, timeZone, when) => {
          const preference = quiet(timeZone, from, to);
          const until = quietUntil(when, preference);
          if (!until) return;
          expect(until.getTime()).toBeGreaterThan(when.getTime());
          expect(quietUntil(until, preference)).toBeNull();
        },
      ),
    );
  });
  test("hold back neither critical requests nor break-glass", () => {
    const preference = quiet("UTC", 0, 1439);
    expect(judge(waiting({ preference }), now)).toHaveProperty("until");
    expect(judge(waiting({ preference, riskTier: "critical" }), now)).toEqual({ now: true });
    expect(judge(waiting({ preference, kind: "breakGlass", riskTier: "low" }), now)).toEqual({ now: true });
  });
  test("a zone that is none is known as such", () => {
    expect(isTimeZone("Europe/Berlin")).toBe(true);
    expect(isTimeZone("Mars/Olympus")).toBe(false);
  });
});

describe("digests", () => {
  const ready = (count: number, agentId: string, userId = "u1"): Ready[] =>
    Array.from({ length: count }, (_, index) => ({
      id: `${userId}-${agentId}-${index}`,
      userId,
      agentId,
      mailId: null,
    }));

  test("many about one agent are one mail; two people and two agents stay apart", () => {
    const { mails } = planMails([...ready(40, "a"), ...ready(2, "b"), ...ready(1, "a", "u2")], []);
    expect(mails.map(({ ids }) => ids.length)).toEqual([40, 2, 1]);
  });
  test("within a minute of a mail about the agent the next ones wait for its end", () => {
    const recent = [{ userId: "u1", agentId: "a", mailId: "m", at: at("2026-11-28T09:59:30.000Z") }];
    const { mails, waits } = planMails([...ready(3, "a"), ...ready(1, "b")], recent);
    expect(mails.map(({ ids }) => ids)).toEqual([["u1-b-0"]]);
    expect(waits).toEqual([{ ids: ["u1-a-0", "u1-a-1", "u1-a-2"], until: at("2026-11-28T10:00:30.000Z") }]);
  });
  test("a person gets at most so many mails a minute, whatever the number of agents", () => {
    const many = Array.from({ length: 50 }, (_, index) => ready(1, `agent-${index}`)).flat();
    expect(planMails(many, []).mails).toHaveLength(1);
    const recent = Array.from({ length: MOST_MAILS }, (_, index) => ({
      userId: "u1",
      agentId: `other-${index}`,
      mailId: `m${index}`,
      at: new Date(now.getTime() - 1000 * (index + 1)),
    }));
    const { mails, waits } = planMails(many, recent);
    expect(mails).toEqual([]);
    expect(waits).toEqual([{ ids: many.map(({ id }) => id), until: new Date(now.getTime() - 6_000 + 60_000) }]);
  });
  test("a mail that was tried before is tried again as it was, and takes nothing new in", () => {
    const tried = { id: "x", userId: "u1", agentId: "a", mailId: "m1" };
    const { mails } = planMails([tried, ...ready(2, "a")], []);
    expect(mails).toContainEqual({ userId: "u1", mailId: "m1", ids: ["x"] });
    expect(mails).toHaveLength(2);
  });
  test("everything that is ready is either sent or waits, once", () => {
    const one = fc.record({
      userId: fc.constantFrom("u1", "u2"),
      agentId: fc.constantFrom("a", "b", "c", null),
      mailId: fc.constantFrom(null, "m1"),
    });
    fc.assert(
      fc.property(fc.array(one), fc.array(one), (some, sent) => {
        const list = some.map((each, index) => ({ ...each, id: String(index) }));
        const { mails, waits } = planMails(
          list,
          sent.map((each) => ({ ...each, at: now })),
        );
        const seen = [...mails, ...waits].flatMap(({ ids }) => ids);
        expect(seen.sort()).toEqual(list.map(({ id }) => id).sort());
      }),
    );
  });
});
