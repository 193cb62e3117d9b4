/** The simulated points as a bench sees them. */
import { type ChildProcess, fork } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { clockMs } from "./figures";
import type { FromSwarm, ToSwarm } from "./swarm-main";

const ONE_STEP_MS = 120_000;

export const forkHere = (file: string, ...args: string[]): ChildProcess =>
  fork(path.join(import.meta.dirname, file), args, { execArgv: ["--import", "tsx"], stdio: ["ignore", 2, 2, "ipc"] });

export class Swarm {
  readonly #child = forkHere("swarm-main.ts");
  readonly #heard = new Map<string, FromSwarm>();
  readonly #waiting = new Map<string, (message: FromSwarm) => void>();

  constructor() {
    this.#child.on("message", (message: FromSwarm) => {
      if (message.told === "failed") return void console.error(`a simulated point failed: ${message.why}`);
      const name = "key" in message ? `${message.told} ${message.key}` : message.told;
      const waiting = this.#waiting.get(name);
      this.#waiting.delete(name);
      if (waiting) waiting(message);
      else this.#heard.set(name, message);
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Milliseconds until every point had its first event. */
  async connect(message: Omit<Extract<ToSwarm, { act: "connect" }>, "act">): Promise<number> {
    this.#tell({ act: "connect", ...message });
    const answer = await this.#told("connected");
    return answer.told === "connected" ? answer.ms : Number.NaN;
  }

  disconnect(): void {
    this.#heard.clear();
    this.#tell({ act: "disconnect" });
  }

  /** When each point received it, or had its answer to it acknowledged, by `clockMs`; in order. */
  async times(what: "received" | "answered", key: string): Promise<number[]> {
    const message = await this.#told(`${what} ${key}`);
    return "at" in message ? message.at : [];
  }

  stop(): void {
    this.#child.kill();
  }

  #tell(message: ToSwarm): void {
    this.#child.send(message);
  }

  #told(name: string): Promise<FromSwarm> {
    const heard = this.#heard.get(name);
    this.#heard.delete(name);
    if (heard) return Promise.resolve(heard);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`not every point has ${name}`)), ONE_STEP_MS);
      this.#waiting.set(name, (message) => {
        clearTimeout(timer);
        resolve(message);
      });
    });
  }
}

export class RawFanOut {
  readonly #child = forkHere("raw-fan-out-main.ts");
  readonly #port = new Promise<number>((resolve) => {
    this.#child.once("message", (message: { port: number }) => resolve(message.port));
  });
  #sent = 0;

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async url(): Promise<string> {
    return `http://127.0.0.1:${await this.#port}`;
  }

  /** Sends an event of so many bytes to all; answers with when it was asked for, and its key. */
  async send(bytes: number): Promise<{ from: number; key: string }> {
    const key = `raw-${this.#sent++}`;
    const event = (pad: string) => `id: 1\nevent: agent\ndata: ${JSON.stringify({ key, pad })}\n\n`;
    const body = event("x".repeat(Math.max(0, bytes - event("").length)));
    const url = await this.url();
    const from = clockMs();
    await fetch(`${url}/send`, { method: "POST", body });
    return { from, key };
  }

  stop(): void {
    this.#child.kill();
  }
}

/** Resident memory of a process in kB, as the system counts it. */
export const residentKb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? Number.NaN);
