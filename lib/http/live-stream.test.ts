import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLiveHub, type LiveSubscriber } from "./live-hub";
import { HEARTBEAT_MS, openLiveStream, SESSION_CHECK_MS } from "./live-stream";

// Sessions live in the database; here each test says itself whether one still stands.
vi.mock("@/lib/identity/resolve-session", () => ({ resolveSession: async () => null }));
vi.mock("@/lib/db/listen", () => ({ listen: () => async () => undefined }));

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const session = { token: "t", sessionId: "ses_1", orgId: "org_a" };

function open(stillSignedIn: () => Promise<boolean>) {
  const inner = createLiveHub(() => async () => undefined);
  const subscribers: LiveSubscriber[] = [];
  const hub = {
    size: inner.size,
    subscribe: (subscriber: LiveSubscriber) => {
      subscribers.push(subscriber);
      return inner.subscribe(subscriber);
    },
  };
  const abort = new AbortController();
  const stream = openLiveStream(session, abort.signal, { hub, stillSignedIn });
  if (!stream) throw new Error("the stream was refused");
  return { hub, abort, stream, subscriber: subscribers[0] };
}

async function textOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of stream) text += decoder.decode(chunk);
  return text;
}

test("a session that has ended is told so and its stream closes at the next check", async () => {
  const { hub, stream } = open(async () => false);
  await vi.advanceTimersByTimeAsync(SESSION_CHECK_MS);
  expect(await textOf(stream)).toContain("event: signed-out");
  expect(hub.size()).toBe(0);
});

test("when nobody can say whether the session stands, the stream closes without calling it signed out", async () => {
  const { hub, stream } = open(async () => Promise.reject(new Error("database away")));
  await vi.advanceTimersByTimeAsync(SESSION_CHECK_MS);
  const text = await textOf(stream);
  expect(text).not.toContain("signed-out");
  expect(hub.size()).toBe(0);
});

test("a browser that goes away leaves nothing behind", async () => {
  const { hub, abort, stream } = open(async () => true);
  expect(hub.size()).toBe(1);
  abort.abort();
  expect(hub.size()).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
  await textOf(stream);
});

test("a browser that stopped reading is cut off instead of being remembered without end", async () => {
  const { hub, subscriber } = open(async () => true);
  for (let i = 0; i < 1000; i++) subscriber?.onChange({ topic: "activity", refs: [] });
  expect(hub.size()).toBe(0);
});

test("a standing session hears a sign of life and each change", async () => {
  const { abort, stream, subscriber } = open(async () => true);
  subscriber?.onChange({ topic: "audit", refs: ["agent.killed"] });
  subscriber?.onResync();
  await vi.advanceTimersByTimeAsync(HEARTBEAT_MS);
  abort.abort();
  expect(await textOf(stream)).toBe(
    'retry: 2000\n\nevent: change\ndata: {"topic":"audit","refs":["agent.killed"]}\n\nevent: resync\ndata: {}\n\nevent: beat\ndata: {}\n\n',
  );
});
