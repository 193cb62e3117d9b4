import { expect, test } from "vitest";
import { OutcomeUnknown } from "../pep/denied.ts";
import { PendingOutcomes } from "./pending-outcomes.ts";
import { lastOf, relay } from "./relay.ts";

async function* parts(...values: unknown[]) {
  for (const value of values) {
    await Promise.resolve();
    yield value;
  }
}

async function all(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const seen: unknown[] = [];
  await lastOf(stream, (part) => seen.push(part));
  return seen;
}

test("the parts of a result come through in order, and nothing after a failure", async () => {
  expect(await all(relay((part) => lastOf(parts(1, 2, 3), part)))).toEqual([1, 2, 3]);
  const seen: unknown[] = [];
  const failing = relay(async (part) => {
    part("before");
    throw new Error("it broke");
  });
  await expect(lastOf(failing, (part) => seen.push(part))).rejects.toThrow("it broke");
  expect(seen).toEqual(["before"]);
});

test("parts that came faster than they are read are all passed on", async () => {
  const fast = relay(async (part) => {
    for (let number = 0; number < 100; number += 1) part(number);
  });
  expect(await all(fast)).toHaveLength(100);
});

test("a call whose end nobody tells is unknown, and one that was told of ends once", async () => {
  const pending = new PendingOutcomes();
  const [told, failed, forgotten] = ["a", "b", "c"].map((id) => pending.begin(id));
  pending.ended("a", null);
  pending.ended("a", new Error("too late"));
  pending.ended("b", new Error("it failed"));
  pending.abandon("nobody said");
  await expect(told).resolves.toBeUndefined();
  await expect(failed).rejects.toThrow("it failed");
  await expect(forgotten).rejects.toThrow(OutcomeUnknown);
});
