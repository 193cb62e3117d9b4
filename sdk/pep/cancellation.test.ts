import { expect, test, vi } from "vitest";
import { Cancellation } from "./cancellation.ts";
import { followSignal } from "./follow-signal.ts";

test("a listener that was removed, or that comes too late, is not told; the others are, once", () => {
  const call = new Cancellation();
  const [kept, removed, late] = [vi.fn(), vi.fn(), vi.fn()];
  call.onAbort(kept);
  call.onAbort(removed)();
  call.abort(new Error("first"));
  call.abort(new Error("second"));
  call.onAbort(late);
  expect(kept).toHaveBeenCalledTimes(1);
  expect(removed).not.toHaveBeenCalled();
  expect(late).not.toHaveBeenCalled();
  expect(call.reason).toEqual(new Error("first"));
});

test("its signal is one and the same, and says what the cancellation says, whenever it was asked for", () => {
  const [before, after] = [new Cancellation(), new Cancellation()];
  const early = before.signal;
  const heard = vi.fn();
  early.addEventListener("abort", heard);
  for (const call of [before, after]) call.abort("enough");
  expect(heard).toHaveBeenCalledTimes(1);
  expect(before.signal).toBe(early);
  for (const { signal } of [before, after]) expect(signal).toMatchObject({ aborted: true, reason: "enough" });
});

test("it follows a signal of the caller's, also one that was aborted before", () => {
  const caller = new AbortController();
  const [call, unlinked] = [new Cancellation(), new Cancellation()];
  followSignal(caller.signal, call);
  followSignal(caller.signal, unlinked)();
  caller.abort("gave up");
  expect(call).toMatchObject({ aborted: true, reason: "gave up" });
  expect(unlinked.aborted).toBe(false);
  const late = new Cancellation();
  followSignal(caller.signal, late);
  expect(late.aborted).toBe(true);
});
