import { expect, test } from "vitest";
import { Batcher } from "./batcher";

/** Runs that end when the test says so. */
function held() {
  const runs: { items: string[]; end: (error?: Error) => void }[] = [];
  const run = (items: string[]) =>
    new Promise<string[]>((resolve, reject) => {
      runs.push({ items, end: (error) => (error ? reject(error) : resolve(items.map((item) => `${item}!`))) });
    });
  return { runs, run };
}
const turn = () => new Promise((done) => setImmediate(done));

test("a bad item fails alone, and its neighbours are answered", async () => {
  const run = async (items: string[]) => {
    if (items.includes("poison")) throw new Error("poison");
    return items.map((item) => `${item}!`);
  };
  const batcher = new Batcher({ run, most: 10 });
  const answers = await Promise.allSettled(["a", "poison", "b"].map((item) => batcher.add(item)));
  expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(await batcher.add("c")).toBe("c!");
});

test("a failure that befalls everyone is not repeated item by item", async () => {
  const { runs, run } = held();
  const batcher = new Batcher({ run, most: 10, isolate: () => false });
  const answers = Promise.allSettled([batcher.add("a"), batcher.add("b")]);
  await turn();
  runs[0]?.end(new Error("away"));
  expect((await answers).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(runs).toHaveLength(1);
});

test("more than may wait is refused, and nothing of it is kept", async () => {
  const { runs, run } = held();
  const batcher = new Batcher({ run, most: 1, mostWaiting: 2 });
  const first = batcher.add("a");
  await turn();
  const [second, third] = [batcher.add("b"), batcher.add("c")];
  await expect(batcher.add("d")).rejects.toMatchObject({ code: "unavailable", retryAfterSeconds: 1 });
  for (let run = 0; run < 3; run++) {
    runs[run]?.end();
    await turn();
  }
  expect(await Promise.all([first, second, third])).toEqual(["a!", "b!", "c!"]);
  expect(runs.map(({ items }) => items)).toEqual([["a"], ["b"], ["c"]]);
});

test("what comes while a run is under way goes into the next one, together and in order", async () => {
  const { runs, run } = held();
  const batcher = new Batcher({ run, most: 10 });
  const first = batcher.add("a");
  await turn();
  const rest = ["b", "c", "d"].map((item) => batcher.add(item));
  await turn();
  expect(runs.map(({ items }) => items)).toEqual([["a"]]);
  runs[0]?.end();
  expect(await first).toBe("a!");
  await turn();
  expect(runs[1]?.items).toEqual(["b", "c", "d"]);
  runs[1]?.end();
  expect(await Promise.all(rest)).toEqual(["b!", "c!", "d!"]);
});

test("a run takes no more than its weight, and a heavier item runs alone", async () => {
  const { runs, run } = held();
  const batcher = new Batcher({ run, most: 3, weigh: (item) => item.length });
  const all = ["aa", "b", "cc", "dddd"].map((item) => batcher.add(item));
  for (let at = 0; at < 3; at++) {
    await turn();
    runs[at]?.end();
  }
  await Promise.all(all);
  expect(runs.map(({ items }) => items)).toEqual([["aa", "b"], ["cc"], ["dddd"]]);
});
