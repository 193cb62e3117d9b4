import { spawn } from "node:child_process";

const interruptible = new Set();

/** Ends the long commands (install, build) that are running now. */
export function interruptCommands() {
  for (const child of interruptible) child.kill("SIGTERM");
}

/**
 * Runs a command to its end and returns its output; never throws for a command that fails or does not exist.
 * `account` makes it run as another user; what is `long` can be interrupted.
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
    let output = "";
    const take = (chunk) => {
      output += chunk;
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("error", (error) => resolve({ ok: false, code: undefined, output: output || error.message }));
    child.on("close", (code) => {
      interruptible.delete(child);
      resolve({ ok: code === 0, code, output });
    });
  });
}
