import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLiveConnection, SILENCE_MS, STALE_MS, TICK_MS } from "./live-connection";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

class Source {
  readyState = 1;
  closed = false;
  listeners = new Map<string, (event: { data?: unknown }) => void>();
  addEventListener(type: string, listener: (event: { data?: unknown }) => void) {
    this.listeners.set(type, listener);
  }
  close() {
    this.closed = true;
  }
  say(type: string, data: unknown = {}) {
    this.listeners.get(type)?.({ data: JSON.stringify(data) });
  }
  refuse() {
    this.readyState = 2;
    this.listeners.get("error")?.({});
  }
  lose() {
    this.readyState = 0;
    this.listeners.get("error")?.({});
  }
}

function connected() {
  const sources: Source[] = [];
  const told = { onChange: vi.fn(), onResync: vi.fn(), onDoubt: vi.fn() };
  const connection = createLiveConnection({
    ...told,
    now: Date.now,
    open: () => {
      const source = new Source();
      sources.push(source);
      return source;
    },
  });
  connection.start();
  return { connection, sources, ...told, last: () => sources.at(-1) };
}

test("it is not called live before the server has said anything", () => {
  const { connection, last } = connected();
  expect(connection.state()).toEqual({ state: "connecting" });
  last()?.say("resync");
  expect(connection.state()).toEqual({ state: "connected" });
});

test("a lost line is reconnecting, then stale since it was last heard", () => {
  vi.setSystemTime("2026-11-22T12:00:00.000Z");
  const { connection, last } = connected();
  last()?.say("resync");
  last()?.lose();
  expect(connection.state()).toEqual({ state: "reconnecting" });
  vi.advanceTimersByTime(STALE_MS + TICK_MS);
  expect(connection.state()).toEqual({ state: "stale", since: "2026-11-22T12:00:00.000Z" });
  last()?.say("beat");
  expect(connection.state()).toEqual({ state: "connected" });
});

test("a line that went silent is replaced by a new one, and the old is closed", () => {
  const { sources, last } = connected();
  last()?.say("resync");
  vi.advanceTimersByTime(SILENCE_MS + TICK_MS);
  expect(sources).toHaveLength(2);
  expect(sources[0]?.closed).toBe(true);
});

test("a refused line is tried again ever more rarely, and the page is checked once", () => {
  const { sources, last, onDoubt } = connected();
  for (let i = 0; i < 3; i++) {
    last()?.refuse();
    vi.advanceTimersByTime(70_000);
  }
  expect(sources.length).toBeGreaterThan(3);
  expect(sources.length).toBeLessThan(8);
  expect(onDoubt).toHaveBeenCalledOnce();
});

test("after the session has ended nothing is opened again by itself", () => {
  const { sources, last, onDoubt } = connected();
  last()?.say("signed-out");
  vi.advanceTimersByTime(600_000);
  expect(sources).toHaveLength(1);
  expect(onDoubt).toHaveBeenCalledOnce();
});

test("a message that is not one of ours changes nothing", () => {
  const { last, onChange } = connected();
  last()?.listeners.get("change")?.({ data: "{not json" });
  last()?.say("change", { topic: "somewhere", refs: [] });
  expect(onChange).not.toHaveBeenCalled();
  last()?.say("change", { topic: "audit", refs: ["agent.killed"] });
  expect(onChange).toHaveBeenCalledWith({ topic: "audit", refs: ["agent.killed"] });
});

test("stopping closes the line and what still arrives on it is not heard", () => {
  const { connection, sources, onChange } = connected();
  sources[0]?.say("resync");
  connection.stop();
  expect(sources[0]?.closed).toBe(true);
  sources[0]?.say("change", { topic: "audit", refs: [] });
  expect(onChange).not.toHaveBeenCalled();
  connection.start();
  expect(sources).toHaveLength(2);
});
