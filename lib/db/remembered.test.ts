import { beforeEach, expect, test } from "vitest";
import { databaseClock } from "./database-clock";
import { forgetAll, forgetOrganisation, noticesArrive, remembering } from "./remembered";

beforeEach(forgetAll);

function counting(most = 10) {
  let reads = 0;
  const recall = remembering<number>(most);
  const ask = (key = "a", orgId = "org", untilMs = Number.POSITIVE_INFINITY) =>
    recall(key, async () => ({ orgId, value: ++reads, untilMs }));
  return { recall, ask };
}

test("nothing is remembered where notices are not proven to arrive, nor once the proof is old", async () => {
  const { ask } = counting();
  expect([await ask(), await ask()]).toEqual([1, 2]);
  noticesArrive(databaseClock() - 6_000);
  expect([await ask(), await ask()]).toEqual([3, 4]);
});
test("what is remembered ends with its own time, with a change of its organisation, and when notices are lost", async () => {
  const { ask } = counting();
  noticesArrive();
  expect([await ask(), await ask()]).toEqual([1, 1]);
  forgetOrganisation("another");
  expect(await ask()).toBe(1);
  forgetOrganisation("org");
  expect(await ask()).toBe(2);
  expect([await ask("b", "org", 0), await ask("b", "org", 0)]).toEqual([3, 4]);
  forgetAll();
  expect(await ask()).toBe(5);
});
test("what was read before a change and answered after it is not remembered", async () => {
  const { recall, ask } = counting();
  noticesArrive();
  const stale = recall("a", async () => {
    forgetOrganisation("org");
    return { orgId: "org", value: 99, untilMs: Number.POSITIVE_INFINITY };
  });
  expect(await stale).toBe(99);
  expect(await ask()).toBe(1);
});
test("memory is bounded, and nothing found is not remembered", async () => {
  const { recall, ask } = counting(2);
  noticesArrive();
  for (const key of ["a", "b", "c"]) await ask(key);
  expect(await ask("a")).toBe(4);
  expect(await recall("x", async () => null)).toBeNull();
  expect(await ask("x")).toBe(5);
});
