import { describe, expect, test } from "vitest";
import { leaseEnd, pointState, servesAgent, strengthOf } from "./rules";

const now = new Date("2026-01-01T12:00:00.000Z");
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const facts = (seconds: number | null, connected = true) => ({
  revokedAt: null,
  lastSeenAt: seconds === null ? null : ago(seconds),
  connected,
});

describe("state of a point", () => {
  test("a revoked one is revoked, however lively", () =>
    expect(pointState({ ...facts(0), revokedAt: now }, now)).toBe("revoked"));
  test("one that was never heard is not called stale", () =>
    expect(pointState(facts(null), now)).toBe("never_connected"));
  test("an open stream without heartbeats is not connected", () => expect(pointState(facts(31), now)).toBe("stale"));
  test("a fresh heartbeat without a stream is not connected", () =>
    expect(pointState(facts(1, false), now)).toBe("stale"));
  test("after the lease it is unreachable", () => expect(pointState(facts(76), now)).toBe("unreachable"));
  test("stream and heartbeat together make it connected", () => expect(pointState(facts(2), now)).toBe("connected"));
});

test("the end of a lease is never earlier than the point may believe", () => {
  const offline = { low: 900, medium: 300, high: 60, critical: 60 };
  expect(leaseEnd(now, "high", offline)?.toISOString()).toBe("2026-01-01T12:01:15.000Z");
  expect(leaseEnd(now, "low", offline)?.toISOString()).toBe("2026-01-01T12:15:15.000Z");
  expect(leaseEnd(null, "low", offline)).toBeNull();
});

test("code in the agent's own process is never called more than cooperative", () =>
  expect(strengthOf("sdk")).toBe("cooperative"));
test("an empty scope serves every agent, a named one only those", () => {
  expect(servesAgent([], "a")).toBe(true);
  expect(servesAgent(["b"], "a")).toBe(false);
});
