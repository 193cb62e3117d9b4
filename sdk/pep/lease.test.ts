import { expect, test } from "vitest";
import { ManualClock } from "../testing/manual-clock.ts";
import { Lease } from "./lease.ts";

test("without a word from the gateway there is no lease", () => {
  expect(new Lease(new ManualClock(), null).holds(3600)).toBe(false);
});

test("a lease ends after the longer of the lease and the offline contract", () => {
  const clock = new ManualClock();
  const lease = new Lease(clock, null);
  lease.heard(30);
  clock.pass(30);
  expect([lease.holds(0), lease.holds(60)]).toEqual([true, true]);
  clock.pass(1);
  expect([lease.holds(0), lease.holds(60)]).toEqual([false, true]);
  clock.pass(30);
  expect(lease.holds(60)).toBe(false);
});

test("setting the wall clock back does not lengthen a lease", () => {
  const clock = new ManualClock();
  const lease = new Lease(clock, null);
  lease.heard(30);
  clock.pass(20);
  clock.set(clock.now() - 600_000);
  clock.pass(11);
  expect(lease.holds(0)).toBe(false);
});

test("time asleep, which only the wall clock shows, counts", () => {
  const clock = new ManualClock();
  const lease = new Lease(clock, null);
  lease.heard(30);
  clock.set(clock.now() + 3_600_000);
  expect(lease.holds(0)).toBe(false);
});

test("after a restart what remained of the lease remains, and no more", () => {
  const clock = new ManualClock();
  const lease = new Lease(clock, { at: clock.now() - 25_000, leaseSeconds: 30 });
  expect(lease.holds(0)).toBe(true);
  clock.pass(6);
  expect(lease.holds(0)).toBe(false);
});

test("a clock that stands before the last word counts as expired", () => {
  const clock = new ManualClock();
  const lease = new Lease(clock, { at: clock.now() + 1000, leaseSeconds: 30 });
  expect(lease.holds(86_400)).toBe(false);
  clock.pass(10);
  expect(lease.holds(86_400)).toBe(false);
});
