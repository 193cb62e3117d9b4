/**
 * `npm test`: everything that must hold, from a bare checkout on; `npm run verify` passes --quick and stops after the unit
 * tests. All steps run even when one fails. The last line says how many passed and failed, and so does the exit code.
 */
import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { checkNode } from "./start/check-machine.mjs";
import { ensurePackages } from "./start/install-packages.mjs";
import { root } from "./start/paths.mjs";
import { report } from "./start/problem.mjs";
import { ensureBrowser } from "./test/browser.mjs";
import { countStep, failuresOf } from "./test/read-report.mjs";
import { ensureSandbox } from "./test/sandbox.mjs";
import { reportFile, steps } from "./test/steps.mjs";

/** Tests choose their own database and data directory; what a developer has set for other purposes stays out of them. */
function testEnvironment() {
  const { DATABASE_URL: _database, GATEHOUSE_DATA_DIR: _data, NODE_ENV: _mode, ...env } = process.env;
  return { ...env, NEXT_TELEMETRY_DISABLED: "1" };
}

function run([command, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env: testEnvironment(), stdio: "inherit" });
    child.once("error", () => resolve(false));
    child.once("exit", (code) => resolve(code === 0));
  });
}

async function runStep({ name, command, report: kind, browser, sandbox }) {
  console.log(`\n=== ${name}`);
  const from = Date.now();
  const file = kind && reportFile(name);
  // A report of an earlier run must never count for this one.
  if (file) rmSync(file, { force: true });
  let ok = false;
  try {
    if (browser) await ensureBrowser();
    if (sandbox) await ensureSandbox();
    ok = await run(command);
  } catch (error) {
    report(error);
  }
  return {
    name,
    seconds: (Date.now() - from) / 1000,
    ...countStep({ kind, file, ok }),
    failures: failuresOf({ kind, file }),
  };
}

function printTable(results) {
  console.log("\nstep           passed  failed  skipped  seconds");
  for (const { name, passed, failed, skipped, seconds, note } of results) {
    const numbers = [passed, failed, skipped].map((n) => String(n).padStart(7)).join(" ");
    console.log(`${name.padEnd(13)} ${numbers} ${seconds.toFixed(1).padStart(9)}${note ? `  ${note}` : ""}`);
  }
}

/** What failed stands together at the end: the runners' own output is thousands of lines above. */
function printFailures(results) {
  for (const { name: step, failures } of results)
    for (const { name, message } of failures) console.log(`\nfailed in ${step}: ${name}\n  ${message}`);
}

function printTotal(results) {
  const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
  const skipped = total("skipped");
  console.log(`\n${total("passed")} passed, ${total("failed")} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  return total("failed") === 0;
}

async function main() {
  checkNode();
  await ensurePackages();
  mkdirSync(path.join(root, "test-results"), { recursive: true });
  // The development server leaves types of pages that may be gone by now, and the type check reads them.
  rmSync(path.join(root, ".next", "dev", "types"), { recursive: true, force: true });
  const quick = process.argv.includes("--quick");
  const results = [];
  for (const step of steps.filter(({ full }) => !(quick && full))) results.push(await runStep(step));
  printTable(results);
  printFailures(results);
  if (!printTotal(results)) process.exitCode = 1;
}

try {
  await main();
} catch (error) {
  process.exitCode = report(error);
  console.log("\n0 passed, 1 failed");
}
