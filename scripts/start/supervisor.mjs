import { spawn } from "node:child_process";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { openLog } from "./log-file.mjs";
import { root } from "./paths.mjs";
import { Problem } from "./problem.mjs";

const STEADY_MS = 20_000;
const FAST_CRASHES = 5;
const LONGEST_BACKOFF_MS = 30_000;
const GRACE_MS = 10_000;

const followParent = path.join(import.meta.dirname, "follow-parent.mjs");

/**
 * Keeps one process running: starts it again when it ends, waits longer each time, and gives up when it cannot stay up.
 * Each runs in a group of its own, so that Ctrl-C reaches the supervisor alone, which then ends them in order.
 */
export class Supervised {
  #child;
  #stopping = false;
  #crashes = 0;
  #restarting;

  constructor({ name, args, env, show, onGiveUp, firstBackoffMs = 500 }) {
    Object.assign(this, { name, args, env, show, onGiveUp, firstBackoffMs });
    this.log = openLog(name);
  }

  get running() {
    return this.#child !== undefined;
  }

  start() {
    const born = Date.now();
    const child = spawn(process.execPath, ["--import", followParent, ...this.args], {
      cwd: root,
      env: { ...this.env, GATEHOUSE_SUPERVISED: "1" },
      detached: process.platform !== "win32",
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) this.#take(stream);
    const ended = new Promise((resolve) => {
      child.once("error", resolve);
      child.once("exit", (code, signal) => {
        // What it had started itself (MCP servers, sandboxes) is in its group and must not outlive it.
        this.#signal("SIGKILL");
        resolve(signal ?? `code ${code}`);
      });
    });
    this.ended = ended.then((how) => this.#onEnd(how, Date.now() - born));
  }

  #take(stream) {
    let rest = "";
    stream.setEncoding("utf8");
    stream.on("data", (chunk) => {
      this.log.write(chunk);
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) this.show(`[${this.name}] ${line}`);
    });
  }

  #onEnd(how, lived) {
    this.#child = undefined;
    if (this.#stopping) return;
    this.#crashes = lived > STEADY_MS ? 1 : this.#crashes + 1;
    if (this.#crashes >= FAST_CRASHES) {
      this.onGiveUp(
        new Problem(
          `The ${this.name} ended ${FAST_CRASHES} times shortly after its start (${how}). Its last lines:\n\n${this.log.lastLines()}\n`,
          `The whole log: ${this.log.file}`,
        ),
      );
      return;
    }
    const backoff = Math.min(this.firstBackoffMs * 2 ** (this.#crashes - 1), LONGEST_BACKOFF_MS);
    this.show(`[${this.name}] ended (${how}); starting it again in ${backoff / 1000} s`);
    this.#restarting = setTimeout(() => this.start(), backoff);
  }

  #signal(signal) {
    const { pid } = this.#child ?? {};
    if (!pid) return;
    try {
      process.kill(process.platform === "win32" ? pid : -pid, signal);
    } catch {
      // It ended in the meantime.
    }
  }

  /** Asks the process to end, and ends it when it does not. */
  async stop(graceMs = GRACE_MS) {
    this.#stopping = true;
    clearTimeout(this.#restarting);
    if (!this.#child) return;
    this.#signal("SIGTERM");
    const late = new AbortController();
    const timeout = wait(graceMs, "late", { signal: late.signal }).catch(() => "ended");
    if ((await Promise.race([this.ended, timeout])) === "late") {
      this.show(`[${this.name}] did not end in ${graceMs / 1000} s; ending it by force`);
      this.#signal("SIGKILL");
      await this.ended;
    }
    late.abort();
  }

  /** For a second Ctrl-C: no more waiting. */
  kill() {
    this.#stopping = true;
    this.#signal("SIGKILL");
  }

  /** Starts it after a stop. */
  resume() {
    this.#stopping = false;
    this.#crashes = 0;
    this.start();
  }

  /** Takes up a new build. */
  async restart() {
    await this.stop();
    this.resume();
  }
}
