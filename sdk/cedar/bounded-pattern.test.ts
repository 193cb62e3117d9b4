import { expect, test } from "vitest";
import { boundedPattern } from "./bounded-pattern.ts";

test.each([
  ["^(a+)+$", `${"a".repeat(40)}!`],
  ["^(a|a)*$", `${"a".repeat(40)}!`],
  [`^${"a?".repeat(30)}b`, "a".repeat(60)],
  ["(x+x+)+y", "x".repeat(40)],
  ["^.*.*.*.*=$", "x".repeat(5_000)],
  ["a+$", `${"a".repeat(500_000)}!`],
])("%s gives up instead of stopping the process", (source, text) => {
  expect(() => boundedPattern(source, "u").test(text)).toThrow("no answer");
});

test.each([
  ["^\\d{4}-\\d{2}-\\d{2}$", "2024-02-29", true],
  ["^\\d{4}-\\d{2}-\\d{2}$", "2024-2-29", false],
  ["^[a-z][a-z0-9-]{0,62}$", "my-bucket", true],
  ["^[a-z][a-z0-9-]{0,62}$", "My-bucket", false],
  ["^([a-z0-9]+\\.)+[a-z]{2,}$", "api.example.com", true],
  ["^([a-z0-9]+\\.)+[a-z]{2,}$", "localhost", false],
  ["^.$", "😀", true],
])("%s on %s is %s, as without the bound", (source, text, matches) => {
  expect(boundedPattern(source, "u").test(text)).toBe(matches);
});

test("what is no pattern is refused when it is compiled", () => {
  expect(() => boundedPattern("(", "u")).toThrow(SyntaxError);
});
