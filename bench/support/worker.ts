/** The worker itself, as it is built, in a process of its own: what it needs is read from the kernel, not from within. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");
const KB = 1024;

export class Worker {
  readonly #child: ChildProcess;
  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async start(): Promise<Worker> {
    const child = spawn(process.execPath, [path.join(root, "dist/worker.mjs")], {
      env: { ...process.env, NODE_ENV: "production" },
      stdio: ["ignore", "pipe", 2],
    });
    await new Promise<void>((running, failed) => {
      child.once("exit", () => failed(new Error("the worker did not start")));
      child.stdout?.on("data", (line: Buffer) => {
        if (line.includes("worker running")) running();
      });
    });
    return new Worker(child);
  }

  /** The most memory that was in its hands since it began, or since this was forgotten. Linux alone tells it. */
  peakBytes(): number {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, "utf8");
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) * KB;
  }

  forgetPeak(): void {
    writeFileSync(`/proc/${this.#child.pid}/clear_refs`, "5");
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill("SIGTERM");
    await ended;
  }
}
