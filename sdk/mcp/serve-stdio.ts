/** Runs an MCP server as a child and stands between it and the client on this process's own standard streams. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { constants } from "node:os";
import type { Readable, Writable } from "node:stream";
import type { EnforcementPoint } from "../pep/enforcement-point.ts";
import type { Logger } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import { LineReader } from "./line-reader.ts";
import { McpProxy } from "./mcp-proxy.ts";

/** What a server gets to end by itself, and again to end when asked. */
const END_WITHIN_MS = 4000;
const PASSED_SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

export type ServeOptions = {
  point: EnforcementPoint;
  agentId: string;
  server?: string;
  command: string;
  args: readonly string[];
  stdin: Readable;
  stdout: Writable;
  log: Logger;
};

type Child = ChildProcessByStdio<Writable, Readable, null>;

/** The server's exit code, once it has ended and all that it said has been passed on. */
export async function serveStdio(options: ServeOptions): Promise<number> {
  const { command, args, stdin, stdout, log, point, agentId, server } = options;
  const child: Child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"], env: serverEnvironment() });
  const proxy = new McpProxy({
    point,
    agentId,
    server,
    log,
    toClient: (line) => write(stdout, line, child.stdout),
    toServer: (line) => write(child.stdin, line, stdin),
  });
  const end = ending(child);
  const fromClient = new LineReader((line) => proxy.fromClient(line));
  const fromServer = new LineReader((line) => proxy.fromServer(line));
  stdin.on("data", (chunk: Buffer) => fromClient.feed(chunk));
  stdin.on("end", end.politely);
  stdin.on("error", end.politely);
  // The client is gone: the server has nobody left to speak to.
  stdout.on("error", end.politely);
  // The server has closed its input: it is about to end, which says more than the error does.
  child.stdin.on("error", () => undefined);
  child.stdout.on("data", (chunk: Buffer) => fromServer.feed(chunk));
  child.stdout.on("end", () => fromServer.end());
  const unlisten = PASSED_SIGNALS.map((signal) => passOn(signal, end.now));
  try {
    return await exitCode(child, command);
  } finally {
    for (const stop of unlisten) stop();
    end.done();
    proxy.serverEnded();
    stdin.pause();
  }
}

/** A server is not trusted, so it does not inherit what opens the gateway or the console. */
function serverEnvironment(): NodeJS.ProcessEnv {
  const environment = { ...process.env };
  for (const name of Object.keys(environment)) if (name.startsWith("GATEHOUSE_")) delete environment[name];
  return environment;
}

/** A reader that does not keep up slows its writer down, rather than filling this process's memory. */
function write(target: Writable, line: string, source: Readable): void {
  if (!target.writable || target.write(`${line}\n`) || source.isPaused()) return;
  source.pause();
  target.once("drain", () => source.resume());
}

function ending(child: Child) {
  let timer: NodeJS.Timeout | undefined;
  const afterwards = (signal: NodeJS.Signals, next?: () => void): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      child.kill(signal);
      next?.();
    }, END_WITHIN_MS);
  };
  return {
    /** As MCP has it: the input is closed, and only a server that stays is told. */
    politely: (): void => {
      child.stdin.end();
      afterwards("SIGTERM", () => afterwards("SIGKILL"));
    },
    now: (signal: NodeJS.Signals): void => {
      child.kill(signal);
      afterwards("SIGKILL");
    },
    done: (): void => clearTimeout(timer),
  };
}

function passOn(signal: NodeJS.Signals, to: (signal: NodeJS.Signals) => void): () => void {
  process.on(signal, to);
  return () => process.off(signal, to);
}

function exitCode(child: Child, command: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on("error", (error) => {
      reject(
        new ServerNotStarted(
          `The server "${printable(command, 200)}" could not be started: ${printable(error.message, 300)}.`,
        ),
      );
    });
    // "close" comes after the last of what the server wrote has been read.
    child.on("close", (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}

export class ServerNotStarted extends Error {
  override name = "ServerNotStarted";
}
