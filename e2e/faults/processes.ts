/** Gatehouse's own processes, as `npm start` runs them, to be killed at any moment. */
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");
const KEPT_LOG = 20_000;

export class BuiltProcess {
  readonly name: "gateway" | "worker";
  readonly #env: Record<string, string>;
  #child: ChildProcess | null = null;
  #log = "";

  constructor(name: "gateway" | "worker", env: Record<string, string>) {
    this.name = name;
    this.#env = env;
  }

  start(): void {
    const child = spawn(process.execPath, [path.join(root, "dist", `${this.name}.mjs`)], {
      cwd: root,
      env: { ...process.env, NODE_ENV: "production", ...this.#env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        this.#log = (this.#log + text).slice(-KEPT_LOG);
      });
    this.#child = child;
  }

  /** The last of what it said. */
  get log(): string {
    return this.#log;
  }

  get running(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Resolves when the process is gone. */
  async kill(signal: "SIGKILL" | "SIGTERM" = "SIGKILL"): Promise<void> {
    const child = this.#child;
    if (!child || !this.running) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await gone;
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
}

/** Resolves once `holds` does; fails with `what` after so long. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, withinMs = 60_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`Not within ${withinMs / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
