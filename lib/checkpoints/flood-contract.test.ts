import { expect, test } from "vitest";
import { limitNote } from "./flood-contract";
import { DEFAULT_LIMITS } from "./flood-rules";

test("limits of which one never comes into play are said to be so, and the defaults are not", () => {
  expect(limitNote(DEFAULT_LIMITS)).toBeNull();
  expect(limitNote({ perMinute: 60, pauseAfter: 60 })).toMatch(/before they are ever slowed down/);
  expect(limitNote({ perMinute: 60, pauseAfter: 61 })).toBeNull();
  expect(limitNote({ perMinute: 15, pauseAfter: 150 })).toBeNull();
  expect(limitNote({ perMinute: 14, pauseAfter: 150 })).toMatch(/No agent will ever be paused.*140/);
});
