/** Stands between the client on this process's own standard streams and its servers. */
import type { Readable, Writable } from "node:stream";
import type { EnforcementPoint } from "../pep/enforcement-point.ts";
import type { Logger } from "../pep/logger.ts";
import { LineReader } from "./line-reader.ts";
import { McpSession } from "./mcp-session.ts";
import { type NamedServer, ServerNotStarted } from "./upstream.ts";

const PASSED_SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

export type ServeOptions = {
  point: EnforcementPoint;
  agentId: string;
  servers: readonly NamedServer[];
  allowedMethods?: ReadonlySet<string>;
  stdin: Readable;
  stdout: Writable;
  log: Logger;
};

/** The code that the last server ended with, once it has ended and all that it said has been passed on. */
export function serveStdio({ stdin, stdout, ...parts }: ServeOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const session: McpSession = new McpSession({
      ...parts,
      toClient: (line) => {
        // A client that does not keep up slows the servers down, rather than filling this process's memory.
        if (!stdout.writable || stdout.write(`${line}\n`)) return;
        session.pause();
        stdout.once("drain", () => session.resume());
      },
      ended: (code, reason) => {
        for (const stop of unlisten) stop();
        stdin.pause();
        if (/could not be started/.test(reason)) reject(new ServerNotStarted(reason));
        else resolve(code);
      },
    });
    const reader = new LineReader((line) => session.fromClient(line));
    const end = (): void => void session.close();
    stdin.on("data", (chunk: Buffer) => reader.feed(chunk));
    stdin.on("end", end);
    stdin.on("error", end);
    // The client is gone: the servers have nobody left to speak to.
    stdout.on("error", end);
    const unlisten = PASSED_SIGNALS.map((signal) => passOn(signal, () => void session.close(signal)));
  });
}

function passOn(signal: NodeJS.Signals, to: () => void): () => void {
  process.on(signal, to);
  return () => process.off(signal, to);
}
