import { expect, test } from "vitest";
import { boundedText, redactor } from "./redact.ts";

const MARK = /^\[redacted sha256:[0-9a-f]{12}\]$/;

test("secrets are hidden by name at any depth, whatever their type", () => {
  const redact = redactor();
  const shown = redact({
    user: "ann",
    Password: "p",
    deep: [{ "api-key": { a: 1 }, accessToken: 5, authorization: null }],
  });
  expect(shown).toEqual({
    user: "ann",
    Password: expect.stringMatching(MARK),
    deep: [
      {
        "api-key": expect.stringMatching(MARK),
        accessToken: expect.stringMatching(MARK),
        authorization: expect.stringMatching(MARK),
      },
    ],
  });
});

test("more names and pointers can be added, and the rest stays", () => {
  const redact = redactor(["iban", "/card/number", "/a~1b"]);
  const shown = redact({ IBAN: "DE1", card: { number: "4", holder: "ann" }, "a/b": 1, number: "5", token: "t" });
  expect(shown).toEqual({
    IBAN: expect.stringMatching(MARK),
    card: { number: expect.stringMatching(MARK), holder: "ann" },
    "a/b": expect.stringMatching(MARK),
    number: "5",
    token: expect.stringMatching(MARK),
  });
});

test("equal secrets have equal marks, different ones do not", () => {
  const redact = redactor();
  expect(redact({ token: "a" })).toEqual(redact({ token: "a" }));
  expect(redact({ token: "a" })).not.toEqual(redact({ token: "b" }));
});

test("a member named __proto__ is a member", () => {
  const shown = redactor()(JSON.parse('{"__proto__":{"secret":"s"}}'));
  expect(JSON.stringify(shown)).toMatch(/^\{"__proto__":\{"secret":"\[redacted sha256:[0-9a-f]{12}\]"\}\}$/);
});

test("a text that is too long is cut, says so, and stays well formed", () => {
  const text = `${"x".repeat(65_535)}😀 and more`;
  const cut = boundedText(text);
  expect(cut).toMatch(/…\[10 more characters\]$/);
  expect(cut.isWellFormed()).toBe(true);
});
