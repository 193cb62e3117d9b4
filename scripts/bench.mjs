/**
 * `npm run bench -- NAME…`: runs bench/NAME.ts, which prints one JSON line for each figure. A bench that says
 * `export const needs = "database"` or `"stack"` gets one of its own, empty and gone afterwards. Figures go to stdout,
 * everything else to stderr.
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildProcesses } from "./start/build-steps.mjs";
import { bundleFile } from "./start/bundles.mjs";
import { freePort } from "./start/free-port.mjs";
import { ensurePackages } from "./start/install-packages.mjs";
import { root } from "./start/paths.mjs";
import { ensurePostgres } from "./start/postgres.mjs";
import { Problem, report, tail } from "./start/problem.mjs";
import { answersReady } from "./start/ready.mjs";
import { runCommand } from "./start/run-command.mjs";

function run(command, args, env, stdio) {
  const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio });
  const ended = new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? signal));
  });
  return { child, ended };
}

/** An empty, migrated database. */
async function withDatabase(folder, work) {
  const server = await ensurePostgres({ dataDir: folder });
  const env = { DATABASE_URL: server.url, GATEHOUSE_SECRET: randomBytes(32).toString("base64") };
  try {
    await buildProcesses(process.stderr);
    const { ok, output } = await runCommand(process.execPath, [bundleFile("migrate")], {
      cwd: root,
      env: { ...process.env, ...env },
    });
    if (!ok) throw new Problem(tail(output), "Run the bench again once that is mended.");
    return await work(env);
  } finally {
    await server.stop();
  }
}

/** All of Gatehouse, as `npm start` runs it. The bench finds it by APP_URL, GATEWAY_URL and GATEHOUSE_DATA_DIR. */
async function withStack(folder, work) {
  const [port, gatewayPort] = [await freePort(), await freePort()];
  const env = {
    DATABASE_URL: "",
    GATEHOUSE_DATA_DIR: folder,
    PORT: String(port),
    GATEWAY_PORT: String(gatewayPort),
    APP_URL: `http://localhost:${port}`,
    GATEWAY_URL: `http://localhost:${gatewayPort}`,
  };
  const { child, ended } = run(process.execPath, ["scripts/start.mjs"], env, [
    "ignore",
    process.stderr,
    process.stderr,
  ]);
  try {
    let over = false;
    child.once("exit", () => {
      over = true;
    });
    while (!(await answersReady(`${env.APP_URL}/api/ready`)) || !(await answersReady(`${env.GATEWAY_URL}/ready`))) {
      if (over) throw new Problem("Gatehouse did not start for the bench.", "The reason is above.");
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return await work(env);
  } finally {
    child.kill("SIGTERM");
    await ended;
  }
}

const grounds = { database: withDatabase, stack: withStack, nothing: (_folder, work) => work({}) };

async function runBench(name) {
  const file = `bench/${name}.ts`;
  if (!existsSync(path.join(root, file))) {
    const names = readdirSync(path.join(root, "bench")).filter((entry) => /^[\w-]+\.ts$/.test(entry));
    const list = names.map((entry) => entry.slice(0, -3)).join(", ");
    throw new Problem(`There is no ${file}.`, `npm run bench -- NAME, where NAME is one of: ${list}`);
  }
  const needs = /^export const needs = "(database|stack)"/m.exec(readFileSync(path.join(root, file), "utf8"))?.[1];
  const folder = mkdtempSync(path.join(tmpdir(), "gatehouse-bench-"));
  const tsx = path.join(root, "node_modules", "tsx", "dist", "cli.mjs");
  try {
    const code = await grounds[needs ?? "nothing"](
      folder,
      (env) => run(process.execPath, [tsx, file], env, ["ignore", "inherit", "inherit"]).ended,
    );
    if (code !== 0) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

try {
  await ensurePackages(process.stderr);
  // The peers that are measured beside us.
  await ensurePackages(process.stderr, path.join(root, "bench"));
  const names = process.argv.slice(2);
  for (const name of names.length > 0 ? names : [""]) await runBench(name);
} catch (error) {
  process.exitCode = report(error);
}
