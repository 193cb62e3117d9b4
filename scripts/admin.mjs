/**
 * `npm run -s admin -- COMMAND…`: administration without a browser, against the database of this installation whether it runs
 * or not. stdout carries the command's own output and nothing else; progress and problems go to stderr.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { checkNode } from "./start/check-machine.mjs";
import { report } from "./start/problem.mjs";

try {
  checkNode();
  process.exitCode = await administer(process.argv.slice(2));
} catch (error) {
  process.exitCode = report(error);
}

async function administer(args) {
  const { buildProcesses } = await import("./start/build-steps.mjs");
  const { bundleFile } = await import("./start/bundles.mjs");
  const { childEnvironment } = await import("./start/child-environment.mjs");
  const { migrateDatabase, openDatabase } = await import("./start/database.mjs");
  const { ensurePackages } = await import("./start/install-packages.mjs");
  const { dataDir, root } = await import("./start/paths.mjs");
  const { startRuns } = await import("./start/single-start.mjs");

  // A running Gatehouse was built and has migrated; neither is changed under its feet.
  const joins = startRuns(dataDir()) && existsSync(bundleFile("admin"));
  if (!joins) {
    await ensurePackages(process.stderr);
    await buildProcesses(process.stderr);
  }
  const { url, embedded } = await openDatabase((line) => console.error(line));
  try {
    const env = childEnvironment({ databaseUrl: url });
    if (!joins) await migrateDatabase(env);
    const child = spawn(process.execPath, [bundleFile("admin"), ...args], { cwd: root, env, stdio: "inherit" });
    return await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code) => resolve(code ?? 1));
    });
  } finally {
    if (embedded?.started) await embedded.stop({ unless: () => startRuns(dataDir()) });
  }
}
