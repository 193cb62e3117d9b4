import { describe, expect, test } from "vitest";
import { checkEvent } from "./check-events";
import { receiveEvents } from "./receive-events";

const outcome = {
  type: "outcome",
  id: "outcome-000000000001",
  callId: "call-000000000000001",
  at: "2026-01-01T00:00:00.000Z",
  outcome: "succeeded",
  durationMs: 12.5,
  error: null,
};

describe("refuses, with the reason and the id that was sent", () => {
  test.each([
    ["no object", 7, null, /expected|invalid/i],
    ["an unknown type", { ...outcome, type: "rumour" }, outcome.id, /type/],
    ["an unknown member", { ...outcome, approved: true }, outcome.id, /approved/],
    ["a missing member", { ...outcome, outcome: undefined }, outcome.id, /outcome/],
    ["a time that no database holds", { ...outcome, at: "0000-01-01T00:00:00.000Z" }, outcome.id, /1970/],
    ["an id that is no text", { ...outcome, id: 5 }, null, /id/],
    ["a number too large to be one", { ...outcome, durationMs: Number.POSITIVE_INFINITY }, outcome.id, /durationMs/],
  ])("%s", (_, given, id, reason) => {
    expect(checkEvent(given)).toEqual({ id, refused: expect.stringMatching(reason) });
  });
});

test("what Postgres cannot hold is written as an escape, so that a call cannot make itself unrecordable", () => {
  expect(checkEvent({ ...outcome, error: "nul \0, half \ud800 pair, whole \u{1f600}" })).toMatchObject({
    id: outcome.id,
    event: { error: "nul \\u0000, half \\ud800 pair, whole \u{1f600}", durationMs: 12.5 },
  });
});

test("every event has its own answer, in the order in which it was sent", async () => {
  const answers = await receiveEvents([{}, outcome, 7, { ...outcome, id: "outcome-000000000002" }], async (events) =>
    events.map(({ id }) => (id.endsWith("1") ? { status: "stored" } : { status: "duplicate" })),
  );
  expect(answers.map(({ id, status }) => [id, status])).toEqual([
    [null, "refused"],
    [outcome.id, "stored"],
    [null, "refused"],
    ["outcome-000000000002", "duplicate"],
  ]);
});
