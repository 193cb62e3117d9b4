import { expect, test } from "vitest";
import { z } from "zod";
import { Choices, choicesIn, choicesText, MOST_CHOICES } from "./choices";

const effects = Choices(z.enum(["allow", "deny", "hold"]));

test.each(["", ",", "deny,permit", "deny;hold", "deny,,,permit"])("%j is refused", (text) => {
  expect(effects.safeParse(text).success).toBe(false);
});

test("more values than a statement should hold are refused", () => {
  const text = choicesText(Array.from({ length: MOST_CHOICES + 1 }, (_, n) => `tool ${n}`));
  expect(Choices(z.string()).safeParse(text).success).toBe(false);
});

test("several values are taken apart, each once", () => {
  expect(choicesIn("deny,hold,deny")).toEqual(["deny", "hold"]);
  expect(effects.safeParse("deny,hold").success).toBe(true);
});

test.each([
  [["plain"]],
  [["R&D, Berlin", "Ops"]],
  [["CORP\\alice", "a\\", "b"]],
  [["\\,", ",\\", "\\\\"]],
  [["a\\\\,b\\"]],
])("%j comes apart as it was put together", (values) => {
  expect(choicesIn(choicesText(values))).toEqual(values);
});
