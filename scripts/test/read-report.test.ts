import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { countStep, failuresOf } from "./read-report.mjs";

const folder = mkdtempSync(path.join(tmpdir(), "gatehouse-report-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(report: unknown): string {
  const file = path.join(folder, "report.json");
  writeFileSync(file, typeof report === "string" ? report : JSON.stringify(report));
  return file;
}

const vitest = (over: object) => ({
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: [],
  ...over,
});
const playwright = (over: object) => ({
  stats: { expected: 2, unexpected: 0, flaky: 0, skipped: 1, ...over },
  errors: [],
});

test("a missing report is a failure, even of a runner that ended well", () => {
  const counts = countStep({ kind: "vitest", file: path.join(folder, "none.json"), ok: true });
  expect(counts).toMatchObject({ passed: 0, failed: 1 });
});

test("a torn report is a failure", () => {
  expect(countStep({ kind: "vitest", file: write('{"numPassed'), ok: true })).toMatchObject({ failed: 1 });
  expect(countStep({ kind: "playwright", file: write({ stats: {}, errors: [] }), ok: true })).toMatchObject({
    failed: 1,
  });
});

test("a runner that ends badly without a failed test is a failure", () => {
  expect(countStep({ kind: "vitest", file: write(vitest({})), ok: false })).toMatchObject({ passed: 3, failed: 1 });
});

test("a run without any test is a failure", () => {
  expect(countStep({ kind: "vitest", file: write(vitest({ numPassedTests: 0 })), ok: true })).toMatchObject({
    failed: 1,
  });
});

test("a test file that cannot be loaded is a failure", () => {
  const testResults = [{ status: "failed", assertionResults: [] }];
  expect(countStep({ kind: "vitest", file: write(vitest({ testResults })), ok: false })).toMatchObject({ failed: 1 });
});

test("a flaky browser test is a failure", () => {
  expect(countStep({ kind: "playwright", file: write(playwright({ flaky: 1 })), ok: true })).toMatchObject({
    failed: 1,
  });
});

test("counts what passed and what was skipped", () => {
  expect(countStep({ kind: "vitest", file: write(vitest({})), ok: true })).toEqual({
    passed: 3,
    failed: 0,
    skipped: 2,
  });
  expect(countStep({ kind: "playwright", file: write(playwright({})), ok: true })).toEqual({
    passed: 2,
    failed: 0,
    skipped: 1,
  });
});

test("a step without a report counts as one", () => {
  expect(countStep({ ok: true })).toEqual({ passed: 1, failed: 0, skipped: 0 });
  expect(countStep({ ok: false })).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test("each failed test is named with the first line of its reason", () => {
  const assertionResults = [
    { status: "passed", fullName: "a", failureMessages: [] },
    { status: "failed", fullName: "b is c", failureMessages: ["\u001b[31mexpected 1\u001b[39m\n    at x.ts"] },
  ];
  const testResults = [
    { name: path.resolve("lib/x.test.ts"), status: "failed", assertionResults },
    { name: path.resolve("lib/y.test.ts"), status: "failed", assertionResults: [], message: "no such module\nz" },
  ];
  expect(failuresOf({ kind: "vitest", file: write(vitest({ testResults })) })).toEqual([
    { name: "lib/x.test.ts › b is c", message: "expected 1" },
    { name: "lib/y.test.ts", message: "no such module" },
  ]);
  const specs = [
    { ok: true, file: "a.spec.ts", title: "passes", tests: [] },
    { ok: false, file: "a.spec.ts", title: "fails", tests: [{ results: [{ error: { message: "gone\nat" } }] }] },
  ];
  const report = { ...playwright({}), suites: [{ suites: [{ specs }] }] };
  expect(failuresOf({ kind: "playwright", file: write(report) })).toEqual([
    { name: "e2e/a.spec.ts › fails", message: "gone" },
  ]);
  expect(failuresOf({ kind: "vitest", file: path.join(folder, "none.json") })).toEqual([]);
  expect(failuresOf({})).toEqual([]);
});
