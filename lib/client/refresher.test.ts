import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createRefresher } from "./refresher";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("the first change asks at once, a burst after it asks once more", async () => {
  const refresh = vi.fn(async () => undefined);
  const changed = createRefresher(refresh, 1000);
  changed("a");
  expect(refresh).toHaveBeenCalledTimes(1);
  for (let i = 0; i < 50; i++) changed("a");
  await vi.advanceTimersByTimeAsync(999);
  expect(refresh).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(refresh).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(refresh).toHaveBeenCalledTimes(2);
});

test("a change during a slow answer is asked for again when the answer has come", async () => {
  let finish: () => void = () => undefined;
  const refresh = vi.fn(
    () =>
      new Promise<void>((done) => {
        finish = done;
      }),
  );
  const changed = createRefresher(refresh, 100);
  changed("a");
  changed("a");
  await vi.advanceTimersByTimeAsync(5_000);
  expect(refresh).toHaveBeenCalledTimes(1);
  finish();
  await vi.advanceTimersByTimeAsync(0);
  expect(refresh).toHaveBeenCalledTimes(2);
});

test("an answer that failed does not stop the next", async () => {
  const refresh = vi.fn(async () => Promise.reject(new Error("no answer")));
  const changed = createRefresher(refresh, 100);
  changed("a");
  await vi.advanceTimersByTimeAsync(100);
  changed("a");
  expect(refresh).toHaveBeenCalledTimes(2);
});

test("operations do not wait for each other", () => {
  const refresh = vi.fn(async () => undefined);
  const changed = createRefresher(refresh, 1000);
  changed("a");
  changed("b");
  expect(refresh.mock.calls).toEqual([["a"], ["b"]]);
});
