import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Notice } from "@/lib/db/notify";
import type { LiveChange } from "@/lib/shared/live";
import { COALESCE_MS, createLiveHub, STREAMS_PER_SESSION } from "./live-hub";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function hubWithDatabase() {
  const started: { onNotice: (notice: Notice) => void; onConnect: () => void }[] = [];
  const stop = vi.fn(async () => undefined);
  const hub = createLiveHub((listener) => {
    started.push(listener);
    return stop;
  });
  const notice = (orgId: string, topic: Notice["topic"], ref: string) =>
    started.at(-1)?.onNotice({ orgId, topic, ref });
  return { hub, started, stop, notice };
}

function browser(orgId = "org_a", sessionId = "ses_1") {
  const changes: LiveChange[] = [];
  const onResync = vi.fn();
  return { orgId, sessionId, changes, onResync, onChange: (change: LiveChange) => changes.push(change) };
}

test("a browser is never told of another organisation's changes", () => {
  const { hub, notice } = hubWithDatabase();
  const mine = browser("org_a");
  hub.subscribe(mine);
  notice("org_b", "audit", "agent.killed");
  vi.advanceTimersByTime(COALESCE_MS * 4);
  expect(mine.changes).toEqual([]);
});

test("a session cannot hold more streams than its bound, and a closed one makes room", () => {
  const { hub } = hubWithDatabase();
  const ends = Array.from({ length: STREAMS_PER_SESSION }, () => hub.subscribe(browser()));
  expect(ends.every(Boolean)).toBe(true);
  expect(hub.subscribe(browser())).toBeNull();
  expect(hub.subscribe(browser("org_a", "ses_2"))).not.toBeNull();
  ends[0]?.();
  expect(hub.subscribe(browser())).not.toBeNull();
});

test("a thousand notices of one topic within an interval are two messages, the first at once", () => {
  const { hub, notice } = hubWithDatabase();
  const mine = browser();
  hub.subscribe(mine);
  for (let i = 0; i < 1000; i++) notice("org_a", "activity", `call_${i}`);
  expect(mine.changes).toEqual([{ topic: "activity", refs: ["call_0"] }]);
  vi.advanceTimersByTime(COALESCE_MS);
  expect(mine.changes).toHaveLength(2);
  expect(mine.changes[1]).toEqual({ topic: "activity", refs: [] });
  vi.advanceTimersByTime(COALESCE_MS * 10);
  expect(mine.changes).toHaveLength(2);
});

test("what was gathered names each change once, and topics do not wait for each other", () => {
  const { hub, notice } = hubWithDatabase();
  const mine = browser();
  hub.subscribe(mine);
  notice("org_a", "audit", "agent.edited");
  notice("org_a", "audit", "agent.killed");
  notice("org_a", "audit", "agent.killed");
  notice("org_a", "points", "pep_1");
  vi.advanceTimersByTime(COALESCE_MS);
  expect(mine.changes).toEqual([
    { topic: "audit", refs: ["agent.edited"] },
    { topic: "points", refs: ["pep_1"] },
    { topic: "audit", refs: ["agent.killed"] },
  ]);
});

test("many streams share one database connection, which ends with the last of them", () => {
  const { hub, started, stop } = hubWithDatabase();
  const first = hub.subscribe(browser());
  const second = hub.subscribe(browser("org_b", "ses_2"));
  expect(started).toHaveLength(1);
  first?.();
  first?.();
  expect(stop).not.toHaveBeenCalled();
  second?.();
  expect(stop).toHaveBeenCalledOnce();
  expect(hub.size()).toBe(0);
});

test("after each connection of the database everyone is told to look again", () => {
  const { hub, started } = hubWithDatabase();
  const early = browser();
  hub.subscribe(early);
  expect(early.onResync).not.toHaveBeenCalled();
  started[0]?.onConnect();
  started[0]?.onConnect();
  expect(early.onResync).toHaveBeenCalledTimes(2);
});

test("a message that waits is not sent to a browser that has left", () => {
  const { hub, notice } = hubWithDatabase();
  const mine = browser();
  const end = hub.subscribe(mine);
  notice("org_a", "audit", "agent.edited");
  notice("org_a", "audit", "agent.killed");
  end?.();
  vi.advanceTimersByTime(COALESCE_MS * 2);
  expect(mine.changes).toHaveLength(1);
});
