import { expect, test } from "vitest";
import { outcomeOf } from "./outcome-of";

const report = (cases: Record<string, string>) => ({
  testResults: [
    { name: "/r/a.test.ts", assertionResults: Object.entries(cases).map(([title, status]) => ({ title, status })) },
  ],
});
const of = (cases: Record<string, string>, ...names: string[]) =>
  outcomeOf(
    report(cases),
    "/r",
    names.map((name) => ({ file: "a.test.ts", name })),
  );

test("a fault without its test, or whose file did not load, is not shown to hold", () => {
  expect(of({ one: "passed" }, "one", "another").outcome).toBe("missing");
  expect(outcomeOf({ testResults: [] }, "/r", [{ file: "a.test.ts", name: "one" }]).outcome).toBe("missing");
});

test("one case that failed is a failure, one that was left out is no proof", () => {
  const cases = { "kind (fast) done": "passed", "kind (slow) done": "failed" };
  expect(of(cases, "kind (%s) done")).toEqual({ outcome: "failed", passed: 1 });
  expect(of({ one: "passed", two: "skipped" }, "one", "two").outcome).toBe("skipped");
});

test("it holds when every named test passed; signs in a name mean themselves", () => {
  expect(of({ "a.b (c)": "passed", axb: "failed" }, "a.b (c)")).toEqual({ outcome: "held", passed: 1 });
});
