import { readFileSync } from "node:fs";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { root } from "../start/paths.mjs";

const unloaded = ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0;

const readers = {
  vitest: (report) => ({
    passed: report.numPassedTests,
    // A file that could not even be loaded has no tests to fail.
    failed: report.numFailedTests + report.testResults.filter(unloaded).length,
    skipped: report.numPendingTests + report.numTodoTests,
  }),
  // A flaky test failed once, and nothing here may fail once.
  playwright: ({ stats, errors }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  }),
};

const firstLine = (message) =>
  stripVTControlCharacters(String(message ?? ""))
    .trim()
    .split("\n", 1)[0];

const playwrightSpecs = ({ suites = [], specs = [] }) => [...specs, ...suites.flatMap(playwrightSpecs)];

const failureReaders = {
  vitest: ({ testResults }) =>
    testResults.flatMap((file) => {
      if (unloaded(file)) return [{ name: path.relative(root, file.name), message: firstLine(file.message) }];
      const failed = file.assertionResults.filter(({ status }) => status === "failed");
      return failed.map(({ fullName, failureMessages }) => ({
        name: `${path.relative(root, file.name)} › ${fullName}`,
        message: firstLine(failureMessages[0]),
      }));
    }),
  playwright: (report) =>
    playwrightSpecs(report)
      .filter(({ ok }) => !ok)
      .map(({ file, title, tests }) => ({
        name: `${path.join("e2e", file)} › ${title}`,
        message: firstLine(tests.flatMap(({ results }) => results).find(({ error }) => error)?.error.message),
      })),
};

/** The failures of one step, by its report; none where the report says nothing of them. */
export function failuresOf({ kind, file }) {
  try {
    return failureReaders[kind](JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return [];
  }
}

const counted = ({ passed, failed, skipped }) => [passed, failed, skipped].every((n) => Number.isInteger(n) && n >= 0);

/**
 * The counts of one step. Doubt counts as a failure: a report that is missing or strange, a runner that ended badly
 * although no test failed, and a run in which nothing ran.
 */
export function countStep({ kind, file, ok }) {
  if (!kind) return ok ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
  let counts;
  try {
    counts = readers[kind](JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return { passed: 0, failed: 1, skipped: 0, note: "left no report" };
  }
  if (!counted(counts)) return { passed: 0, failed: 1, skipped: 0, note: "left a report that cannot be read" };
  if (!ok && counts.failed === 0) return { ...counts, failed: 1, note: "ended with an error outside the tests" };
  if (counts.passed + counts.failed === 0) return { ...counts, failed: 1, note: "ran no test" };
  return counts;
}
