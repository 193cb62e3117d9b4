import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { checkDisk } from "./check-machine.mjs";
import { logFile, root } from "./paths.mjs";
import { explain, Problem, tail } from "./problem.mjs";
import { runCommand } from "./run-command.mjs";
import { step } from "./step.mjs";

function readPackages(folder, file) {
  try {
    return JSON.parse(readFileSync(path.join(folder, file), "utf8")).packages;
  } catch {
    return undefined;
  }
}

/** Whether node_modules holds what the lock file says. npm writes its own list there when, and only when, it has finished. */
export function packagesInstalled(folder = root) {
  const wanted = readPackages(folder, "package-lock.json");
  const present = readPackages(folder, "node_modules/.package-lock.json");
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([name, { version, link, optional }]) => {
    if (!name.includes("node_modules/") || link) return true;
    return name in present ? present[name].version === version : optional === true;
  });
}

function writeLog(name, text) {
  mkdirSync(path.dirname(logFile(name)), { recursive: true, mode: 0o711 });
  writeFileSync(logFile(name), text, { mode: 0o600 });
}

/** Runs a command of the build; its whole output is kept in a log, its end is shown when it fails. */
export async function loggedCommand({ name, sentence, mend, command, args, env, folder = root }) {
  const { ok, output } = await runCommand(command, args, {
    cwd: folder,
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0", ...env },
    long: true,
  });
  writeLog(name, output);
  if (ok) return;
  throw (
    explain(new Error(output)) ??
    new Problem(`${sentence}\n\n${tail(output, 20)}\n`, `${mend} All of it: ${logFile(name)}`)
  );
}

/** `folder` is a package with a lock file of its own: what only tests or benches need is not part of an installation. */
export async function ensurePackages(stream, folder = root) {
  if (packagesInstalled(folder)) return;
  checkDisk(folder, 2, "installing the packages");
  const npm = process.env.npm_execpath;
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund"];
  await step(
    "Installing the packages; the first time this takes a minute or two",
    () =>
      loggedCommand({
        name: "install",
        sentence: "The packages could not be installed.",
        mend: "Check that this machine reaches the npm registry, and start again.",
        command: npm ? process.execPath : "npm",
        args: npm ? [npm, ...args] : args,
        folder,
      }),
    stream,
  );
}
