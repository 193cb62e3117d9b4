/**
 * `npm run faults`: runs every test that docs/faults.md names and prints its table with what came out. A fault whose test is not
 * found, or of which no test ran, is not shown to hold.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { namedTests } from "./doc-refs/find-untested";
import { type Outcome, outcomeOf, type TestReport } from "./faults/outcome-of";

const root = path.join(import.meta.dirname, "..");
const rows = readFileSync(path.join(root, "docs/faults.md"), "utf8")
  .split("\n")
  .map((line) => ({ fault: line.split("|")[1]?.trim() ?? "", tests: namedTests(line) }))
  .filter(({ tests }) => tests.length > 0);

function runTests(): TestReport {
  const folder = mkdtempSync(path.join(tmpdir(), "gatehouse-faults-"));
  const report = path.join(folder, "report.json");
  const files = [...new Set(rows.flatMap(({ tests }) => tests.map(({ file }) => file)))];
  const vitest = path.join(root, "node_modules/vitest/vitest.mjs");
  const projects = ["unit", "sdk", "integration", "faults"].flatMap((name) => ["--project", name]);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  spawnSync(process.execPath, [vitest, "run", ...projects, ...reporters, ...files], { cwd: root, stdio: "inherit" });
  try {
    return JSON.parse(readFileSync(report, "utf8"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const words: Record<Outcome, string> = {
  held: "held",
  failed: "FAILED",
  skipped: "not run here",
  missing: "NOT FOUND",
};
const report = runTests();
const results = rows.map(({ fault, tests }) => ({ fault, ...outcomeOf(report, root, tests) }));

console.log("\nresult        tests  fault");
for (const { fault, outcome, passed } of results)
  console.log(`${words[outcome].padEnd(12)} ${String(passed).padStart(6)}  ${fault}`);
const of = (wanted: Outcome) => results.filter(({ outcome }) => outcome === wanted).length;
const failed = of("failed") + of("missing");
console.log(`\n${of("held")} faults held, ${failed} failed, ${of("skipped")} not run here`);
if (failed > 0) process.exitCode = 1;
