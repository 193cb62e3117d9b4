import { spawn } from "node:child_process";

/**
 * Runs a command to its end and returns its output; never throws for a command that fails or does not exist.
 * `account` makes it run as another user, `signal` ends it early.
 */
export function runCommand(command, args, { account, env, cwd, onLine, signal, timeoutMs } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      signal,
      timeout: timeoutMs,
      ...(account && { uid: account.uid, gid: account.gid }),
    });
    let output = "";
    const take = (chunk) => {
      output += chunk;
      onLine?.(String(chunk));
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("error", (error) => resolve({ ok: false, code: undefined, output: output || error.message }));
    child.on("close", (code) => resolve({ ok: code === 0, code, output }));
  });
}
