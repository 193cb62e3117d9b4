import { spawn } from "node:child_process";

const interruptible = new Set();

/** Ends the long commands (install, build) that are running now. */
export function interruptCommands() {
  for (const child of interruptible) child.kill("SIGTERM");
}

/**
 * Runs a command to its end; never throws for a command that fails or does not exist. `output` is all that it said, `errors`
 * what of it went to stderr. `account` makes it run as another user; what is `long` can be interrupted.
 */
export function runCommand(command, args, { account, env, cwd, long = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      ...(account && { uid: account.uid, gid: account.gid }),
    });
    if (long) interruptible.add(child);
    child.stdout.setEncoding("utf8");
    child.stderr.setEncoding("utf8");
    let output = "";
    let errors = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr.on("data", (chunk) => {
      output += chunk;
      errors += chunk;
    });
    child.on("error", ({ message }) => resolve({ ok: false, code: undefined, output: message, errors: message }));
    child.on("close", (code) => {
      interruptible.delete(child);
      resolve({ ok: code === 0, code, output, errors });
    });
  });
}
