/** An MCP server that runs as a child of this process and is spoken to on its standard streams. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { constants } from "node:os";
import type { Readable, Writable } from "node:stream";
import { printable } from "../pep/printable.ts";
import { LineReader } from "./line-reader.ts";
import type { ServerSpec, Upstream, UpstreamEvents } from "./upstream.ts";

/** What a server gets to end by itself, and again to end when asked. */
const END_WITHIN_MS = 4000;
/** A server that does not read what it is sent does not get to fill this process's memory. */
const MAX_UNREAD_BYTES = 64 * 1024 * 1024;

type Command = Extract<ServerSpec, { kind: "command" }>;

export class ChildUpstream implements Upstream {
  private readonly child: ChildProcessByStdio<Writable, Readable, null>;
  private readonly gone: Promise<void>;
  private timer: NodeJS.Timeout | undefined;

  constructor({ command, args, env, cwd }: Command, events: UpstreamEvents) {
    const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"], env: environment(env), cwd });
    this.child = child;
    const reader = new LineReader((line) => events.line(line));
    // The server has closed its input: it is about to end, which says more than the error does.
    child.stdin.on("error", () => undefined);
    child.stdout.on("data", (chunk: Buffer) => reader.feed(chunk));
    child.stdout.on("end", () => reader.end());
    this.gone = new Promise((resolve) => {
      const end = (code: number, reason: string): void => {
        clearTimeout(this.timer);
        resolve();
        events.ended(code, reason);
      };
      child.on("error", (error) => {
        const [what, why] = [printable(command, 200), printable(error.message, 300)];
        if (child.pid === undefined) end(1, `The server "${what}" could not be started: ${why}.`);
      });
      // "close" comes after the last of what the server wrote has been read.
      child.on("close", (code, signal) => {
        const status = code ?? 128 + (signal ? constants.signals[signal] : 0);
        if (child.pid !== undefined) end(status, "The server ended before it answered.");
      });
    });
  }

  send(line: string): void {
    const { stdin } = this.child;
    if (!stdin.writable) return;
    stdin.write(`${line}\n`);
    if (stdin.writableLength > MAX_UNREAD_BYTES) this.child.kill("SIGKILL");
  }

  pause(): void {
    this.child.stdout.pause();
  }

  resume(): void {
    this.child.stdout.resume();
  }

  /** As MCP has it: the input is closed, and only a server that stays is told. */
  close(signal?: NodeJS.Signals): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null || this.child.pid === undefined)
      return this.gone;
    if (signal) {
      this.child.kill(signal);
      this.afterwards("SIGKILL");
    } else {
      this.child.stdin.end();
      this.afterwards("SIGTERM", () => this.afterwards("SIGKILL"));
    }
    return this.gone;
  }

  private afterwards(signal: NodeJS.Signals, next?: () => void): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.child.kill(signal);
      next?.();
    }, END_WITHIN_MS);
  }
}

/** A server is not trusted, so it does not inherit what opens the gateway or the console. */
function environment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const inherited = { ...process.env };
  for (const name of Object.keys(inherited)) if (name.startsWith("GATEHOUSE_")) delete inherited[name];
  return { ...inherited, ...more };
}
