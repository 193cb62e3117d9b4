import path from "node:path";
import type { NamedTest } from "../doc-refs/find-untested";

/** What is read of vitest's JSON report. */
export type TestReport = {
  testResults: { name: string; assertionResults: { title: string; status: string }[] }[];
};
export type Outcome = "held" | "failed" | "skipped" | "missing";

/** A name with `%s` stands for every case of a table. */
function matcher(name: string): RegExp {
  const literal = name.split("%s").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${literal.join(".*")}$`, "s");
}

/**
 * How one fault came out: held when each of its tests ran and passed. A name that only consists of `%s` stands for all tests of
 * the file. `passed` is the number of cases.
 */
export function outcomeOf(
  { testResults }: TestReport,
  root: string,
  tests: readonly NamedTest[],
): { outcome: Outcome; passed: number } {
  const found = tests.map(({ file, name }) => {
    const report = testResults.find((one) => path.relative(root, one.name) === file);
    const wanted = matcher(name);
    return report?.assertionResults.filter(({ title }) => wanted.test(title)).map(({ status }) => status) ?? [];
  });
  const all = found.flat();
  const passed = all.filter((status) => status === "passed").length;
  if (found.some((cases) => cases.length === 0)) return { outcome: "missing", passed };
  if (all.includes("failed")) return { outcome: "failed", passed };
  return { outcome: passed === all.length ? "held" : "skipped", passed };
}
