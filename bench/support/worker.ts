/** The worker itself, as it is built, with the process that it has packs built by: what that needs is read from the kernel. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");
const KB = 1024;

/** One that has just ended has had nothing. */
function peakBytes(pid: string): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * KB;
  } catch {
    return 0;
  }
}

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

  /** The most memory that a process of its own has had so far; 0 while there is none. Linux alone tells it. */
  builderPeakBytes(): number {
    const { pid } = this.#child;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);
    return Math.max(0, ...children.map(peakBytes));
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill("SIGTERM");
    await ended;
  }
}
