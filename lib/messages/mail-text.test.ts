import { describe, expect, test } from "vitest";
import type { CallFacts, RollOutFacts } from "./contract";
import { mailText, type Told, timeLeft, timeWords } from "./mail-text";

const now = new Date("2026-11-28T10:00:00.000Z");
const facts = (part: Partial<CallFacts> = {}): CallFacts => ({
  agentId: "agt_1",
  agentName: "Invoice agent",
  tool: "bank/transfer",
  operationClass: "money.move",
  riskTier: "critical",
  expiresAt: "2026-11-28T10:15:00.000Z",
  outcome: null,
  ...part,
});
const told = (part: Partial<CallFacts> = {}, kind: Told["kind"] = "asked"): Told => ({
  kind,
  subjectId: "chk_01",
  facts: facts(part),
});
const mail = (...list: [Told, ...Told[]]) =>
  mailText({
    organisation: "Northwind",
    appUrl: "https://gatehouse.test",
    timeZone: "Europe/Berlin",
    now,
    told: list,
  });

/** Characters that a reader does not see, or that turn the line round. */
const hidden = /\p{Cf}|(?!\n)\p{Cc}/u;

describe("a message", () => {
  test("says who, what, how risky, how long and where, and nothing else", () => {
    expect(mail(told()).text).toBe(
      [
        "A tool call waits for your decision.",
        "",
        "Organisation: Northwind",
        "Agent:        Invoice agent",
        "Tool:         bank/transfer",
        "Operation:    money.move",
        "Risk:         critical",
        "Time left:    15 minutes, until 2026-11-28 11:15 Europe/Berlin (2026-11-28 10:15 UTC)",
        "",
        "Open it: https://gatehouse.test/checkpoints/chk_01",
        "",
        "Decisions are made in the console, after signing in. This message cannot decide anything, and neither can a reply.",
        "",
      ].join("\n"),
    );
  });
  test("has one link, no picture, no form and no word that decides in its HTML", () => {
    const { html } = mail(told());
    expect(html.match(/<a /g)).toHaveLength(1);
    expect(html).not.toMatch(/<(img|form|button|script|style|iframe|input|link)/i);
    expect(html).not.toMatch(/approve|deny/i);
  });
  test("escapes every name in HTML", () => {
    const nasty = `</td><script>alert(1)</script><a href="//evil">"'&`;
    const { html } = mail(told({ agentName: nasty, tool: nasty }));
    expect(html).not.toContain("<script");
    expect(html.match(/<a /g)).toHaveLength(1);
    expect(html).toContain("&lt;script&gt;");
  });
  test("shows what is invisible in a name, and has no line that a name could begin", () => {
    const nasty = "Pay\u202egnp.exe\u200b\r\nBcc: x@evil.example\r\n\r\nApproved\u0000";
    const { subject, text, html } = mail(told({ agentName: nasty, tool: nasty }));
    for (const part of [subject, text, html]) expect(part).not.toMatch(hidden);
    expect(subject).not.toMatch(/[\r\n]/);
    expect(text).not.toMatch(/^(Bcc|Approved)/m);
    expect(text).toContain("⟦U+202E⟧");
  });
  test("makes no address of a name that a mail program would turn into a link", () => {
    const { text } = mail(told({ agentName: "https://evil.example/x", tool: "ops@evil.example" }));
    expect(text).toContain("https[:]//evil[.]example/x");
    expect(text).toContain("ops[at]evil[.]example");
  });
  test("leads nowhere but to the console, whatever the id is", () => {
    const { text } = mail({ ...told(), subjectId: "../../x?y#z" });
    expect(text).toContain("https://gatehouse.test/checkpoints/..%2F..%2Fx%3Fy%23z");
  });
  test("of an end says how it ended, and has no time left", () => {
    const { subject, text } = mail(told({ outcome: "denied" }, "decided"));
    expect(subject).toContain("Nothing left to do");
    expect(text).toContain("It was denied.");
    expect(text).not.toContain("Time left");
  });
});

const stopped = (part: Partial<RollOutFacts> = {}): Told => ({
  kind: "rollOut",
  subjectId: "rol_01",
  facts: {
    revision: 7,
    stopped: "rolledBack",
    ring: "Canary",
    why: "In “Canary”, 3 of 3 calls are newly denied.",
    ...part,
  },
});

describe("of a roll-out", () => {
  test("it says which, where and why, and leads to it", () => {
    const { subject, text } = mail(stopped());
    expect(subject).toBe("[Gatehouse] Roll-out stopped: revision 7 was rolled back");
    expect(text).toMatch(/^A roll-out that you asked for or confirmed was rolled back\./);
    expect(text).toContain("Why:          In “Canary”, 3 of 3 calls are newly denied.");
    expect(text).toContain("Open it: https://gatehouse.test/policies/rollouts/rol_01");
  });
  test("what a person gave as the name of a ring or as the reason is markup and a link to nobody", () => {
    const nasty = "</td><script>x\u202e</script> https://evil.example\r\nBcc: x";
    const { text, html } = mail(stopped({ ring: nasty, why: nasty }));
    for (const part of [text, html]) expect(part).not.toMatch(hidden);
    expect(html).not.toContain("<script");
    expect(text).not.toMatch(/^Bcc/m);
    expect(text).toContain("https[:]//evil[.]example");
  });
  test("in one mail with calls, each leads to its own page", () => {
    const { subject, text } = mail(told(), stopped(), stopped({ stopped: "halted" }));
    expect(subject).toContain("1 tool calls of Invoice agent wait for your decision, and 2 roll-outs were stopped");
    expect(text).toContain("/checkpoints/chk_01");
    expect(text).toContain(
      "Roll-out stopped: revision 7 was halted\n  https://gatehouse.test/policies/rollouts/rol_01",
    );
  });
});

test("a digest lists twenty, counts the others, and links each and the inbox", () => {
  const many = Array.from({ length: 50 }, (_, index) => ({ ...told(), subjectId: `chk_${index}` }));
  const [first = told(), ...rest] = many;
  const { subject, text, html } = mail(first, ...rest);
  expect(subject).toBe("[Gatehouse] 50 tool calls of Invoice agent wait for your decision");
  expect(text.match(/^- /gm)).toHaveLength(20);
  expect(text).toContain("and 30 more, in the inbox: https://gatehouse.test/checkpoints");
  expect(html.match(/<a /g)).toHaveLength(21);
});

describe("time", () => {
  test("names the zone and UTC, across a change of clocks", () => {
    expect(timeWords(new Date("2026-10-25T00:30:00Z"), "Europe/Berlin")).toBe(
      "2026-10-25 02:30 Europe/Berlin (2026-10-25 00:30 UTC)",
    );
    expect(timeWords(new Date("2026-10-25T01:30:00Z"), "Europe/Berlin")).toBe(
      "2026-10-25 02:30 Europe/Berlin (2026-10-25 01:30 UTC)",
    );
    expect(timeWords(now, "UTC")).toBe("2026-11-28 10:00 UTC");
  });
  test("left is said in words that round down", () => {
    expect(timeLeft(59_000)).toBe("less than a minute");
    expect(timeLeft(-5)).toBe("less than a minute");
    expect(timeLeft(61_000)).toBe("1 minute");
    expect(timeLeft(3_600_000)).toBe("1 hour");
    expect(timeLeft(90_061_000)).toBe("1 day 1 hour");
  });
});
