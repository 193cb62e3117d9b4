import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { onTestFinished } from "vitest";
import { bundled } from "./bundled.ts";

/** The command, as Node's first argument. */
export const cli = bundled("cli.ts");

export type Finished = { code: number | null; stdout: string; stderr: string };

/** Starts `gatehouse` from its source; it is gone when the test is over. */
export function startCli(
  args: readonly string[],
  env: NodeJS.ProcessEnv | object = {},
): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [cli, ...args], { env: { ...process.env, ...env } });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

/** Resolves when it has ended. */
export function finished(child: ChildProcessWithoutNullStreams): Promise<Finished> {
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    said.stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    said.stderr += chunk;
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, ...said })));
}

export const runCli = (args: readonly string[], env: object = {}): Promise<Finished> => finished(startCli(args, env));
