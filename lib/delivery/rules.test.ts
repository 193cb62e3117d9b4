import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainName } from "@/lib/shared/plain-name";
import { newsFor, newsOf, slackBody, teamsBody } from "./chat-message";
import { testEvent } from "./ocsf/own-event";
import { backOffMs, retryAfterMs, sinkState, smaller } from "./rules";
import { cefLine, syslogFrame } from "./syslog";
import { frames } from "./testing/places";

test("waiting doubles up to five minutes, never below half of it, and never less than the place asked for", () => {
  expect(backOffMs(1, 0)).toBe(500);
  expect(backOffMs(1, 1)).toBe(1_000);
  expect(backOffMs(4, 0)).toBe(4_000);
  expect(backOffMs(1_000, 1)).toBe(300_000);
  expect(backOffMs(1, 0, 20_000)).toBe(20_000);
  expect(backOffMs(1, 0, Number.MAX_SAFE_INTEGER)).toBe(3_600_000);
});

test("Retry-After is read as seconds or as a date, and nonsense is not waited for", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  expect(retryAfterMs("7", now)).toBe(7_000);
  expect(retryAfterMs("Thu, 01 Jan 2026 00:00:09 GMT", now)).toBe(9_000);
  expect(retryAfterMs("soon", now)).toBeUndefined();
  expect(retryAfterMs(null, now)).toBeUndefined();
});

test("a message is halved down to one event", () => {
  expect([1000, 3, 2, 1].map(smaller)).toEqual([500, 1, 1, 1]);
});

describe("a sink's state", () => {
  const sound = { status: "active", failures: 0, lagMs: 0, lastDeliveredAt: new Date(0), caughtUpAt: null };
  test.each([
    ["paused", { status: "paused", failures: 3 }],
    ["failing", { failures: 1 }],
    ["behind", { lagMs: 60_001 }],
    ["waiting", { lastDeliveredAt: null }],
    ["delivering", {}],
  ])("%s", (state, change) => {
    expect(sinkState({ ...sound, ...change })).toBe(state);
  });
});

const event = (message: string) => {
  const one = testEvent({ orgId: "org_1", at: new Date(0), by: "x" });
  return { ...one, message, ocsf: { ...one.ocsf, actor: { app_name: message } } };
};

test("no content ends a syslog message early or begins another", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary", maxLength: 30 }), { minLength: 1, maxLength: 5 }), (texts) => {
      const made = texts.map((text) =>
        syslogFrame({
          event: event(text),
          sinkId: text,
          sequence: 4,
          host: text,
          body: JSON.stringify({ text: text.toWellFormed() }),
        }),
      );
      const read = frames(Buffer.concat(made));
      expect(read).toHaveLength(texts.length);
      for (const one of read)
        expect(one).toMatch(/^<110>1 1970-01-01T00:00:00\.000Z [\x21-\x7e]+ gatehouse - ocsf-6002 \[/);
    }),
    { numRuns: 40 },
  );
});

test("no content forges a header field, an extension or a line of CEF", () => {
  const line = cefLine(event("a|b=c\\d\nCEF:0|x rt=1\r\nx"), "snk_1", 9);
  expect(line).not.toMatch(/[\r\n]/);
  expect(line.slice(0, line.indexOf(" externalId=")).split("|")).toHaveLength(8);
  expect(line).toContain("msg=a|b\\=c\\\\d\\nCEF:0|x rt\\=1\\nx");
  expect(line).toContain("cn1=9");
});

const row = { action: "checkpoint.opened", targetKind: "checkpoint", targetId: "chk_1", targetName: "Bot: bank/pay" };

test("only what the operator can choose is news", () => {
  expect(["finding.opened", "agent.killed", "scope.revoked", "checkpoint.opened", "agent.edited"].map(newsOf)).toEqual([
    "finding",
    "kill",
    "kill",
    "checkpoint",
    null,
  ]);
  expect(newsFor({ ...row, action: "agent.edited" }, "https://gh.test")).toBeNull();
});

test("an agent's words reach Slack in a code span: no mention, no link, no markup, no line of their own", () => {
  const name = "`<!channel> <https://evil.test|click> *bold* & \u202e\nnew line";
  const news = newsFor({ ...row, targetName: name }, "https://gh.test");
  const { text } = JSON.parse(slackBody(news ? [news] : []));
  expect(text.match(/</g)).toHaveLength(1);
  expect(text.match(/`/g)).toHaveLength(2);
  expect(text).toContain("<https://gh.test/checkpoints/chk_1|Review it>");
  expect(text).not.toMatch(/\n|\u202e/);
  expect(text).toContain("⟦U+202E⟧");
});

test("an agent's words reach Teams as a run of text, which reads no markup", () => {
  const news = newsFor({ ...row, targetName: "[click](https://evil.test) **x**" }, "https://gh.test");
  const [{ content }] = JSON.parse(teamsBody(news ? [news] : [])).attachments;
  expect(JSON.stringify(content)).not.toContain('"TextBlock"');
  expect(content.body[0].items[0].inlines[1]).toEqual({
    type: "TextRun",
    text: "[click](https://evil.test) **x**",
    fontType: "Monospace",
  });
});

test("a name is bounded", () => {
  expect(plainName("x".repeat(10_000)).length).toBeLessThanOrEqual(151);
});
