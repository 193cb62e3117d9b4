import { expect, test } from "vitest";
import { unstorableIn } from "./unstorable";

test("each text that cannot be stored is named by its path, however deep", () => {
  const input = { reason: "a\0b", stages: [{ title: "fine" }, { title: "half \ud800" }], need: 1, note: null };
  expect(unstorableIn(input, []).map(({ path }) => path)).toEqual(["reason", "stages.1.title"]);
});

test("a member's name is a text too", () => {
  expect(unstorableIn({ settings: { "a\0": 1 } }, [])).toEqual([
    { path: "settings", message: "has a member whose name contains NUL or half a character" },
  ]);
});

test("what is taken verbatim is passed over, and only that", () => {
  const input = { action: { arguments: { a: "\0" }, onBehalfOf: "\0" }, agentReason: "\0" };
  expect(unstorableIn(input, ["action.arguments", "agentReason"]).map(({ path }) => path)).toEqual([
    "action.onBehalfOf",
  ]);
});

test("text of every script, with line ends and whole pairs, is let through", () => {
  expect(unstorableIn({ reason: "Zürich\r\n\t中 \u{1f600} \u202e" }, [])).toEqual([]);
});
