import { appendFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ManualClock } from "../testing/manual-clock.ts";
import { temporaryDirectory } from "../testing/temporary-directory.ts";
import { outcomeEvent } from "./call-events.ts";
import { eventId } from "./event-id.ts";
import { Recorder } from "./recorder.ts";
import { Spool } from "./spool.ts";
import { StateDir } from "./state-dir.ts";

const MB = 1024 * 1024;
const clock = new ManualClock(Date.parse("2026-01-01T00:00:00.000Z"));

const event = () =>
  outcomeEvent({
    id: eventId(clock.now()),
    callId: "c".repeat(16),
    now: clock.now(),
    outcome: "failed",
    durationMs: 1,
    error: "x".repeat(500),
  });

function fill(recorder: Recorder): number {
  let recorded = 0;
  while (recorder.record(event())) recorded += 1;
  return recorded;
}

function drain(spool: Spool) {
  const batch = spool.read(10_000, MB);
  if (batch) spool.drop(batch);
  return (batch?.lines ?? []).map((line): { type: string } => JSON.parse(line));
}

test("lost events become one gap with their count and times, as soon as there is room", () => {
  const directory = new StateDir(temporaryDirectory());
  const spool = new Spool(directory.file("spool"), 16_000);
  const recorder = new Recorder(spool, directory, clock);
  const recorded = fill(recorder);
  clock.pass(5);
  expect(recorder.record(event())).toBe(false);
  expect(recorder.gaps).toBe(1);
  expect(drain(spool)).toHaveLength(recorded);
  expect(recorder.record(event())).toBe(true);
  const [gap, next] = drain(spool);
  const firstAt = "2026-01-01T00:00:00.000Z";
  expect(gap).toMatchObject({ type: "gap", lost: 2, firstAt, lastAt: "2026-01-01T00:00:05.000Z" });
  expect(next).toMatchObject({ type: "outcome" });
  expect(recorder.gaps).toBe(0);
});

test("a gap that was not reported outlives a crash", () => {
  const directory = new StateDir(temporaryDirectory());
  fill(new Recorder(new Spool(directory.file("spool"), 16_000), directory, clock));
  const spool = new Spool(directory.file("spool"), 16_000);
  const recorder = new Recorder(spool, directory, clock);
  expect(recorder.gaps).toBe(1);
  drain(spool);
  recorder.reportGap();
  expect(drain(spool)).toMatchObject([{ type: "gap", lost: 1 }]);
});

test("events that a crash left unreadable are reported as lost", () => {
  const directory = new StateDir(temporaryDirectory());
  const first = new Spool(directory.file("spool"), MB);
  first.append(JSON.stringify(event()));
  first.close();
  appendFileSync(directory.file("spool/000000000001.ndjson"), '{"half":');
  const spool = new Spool(directory.file("spool"), MB);
  new Recorder(spool, directory, clock).reportGap();
  expect([...drain(spool), ...drain(spool)]).toMatchObject([{ type: "outcome" }, { type: "gap", lost: 1 }]);
});
