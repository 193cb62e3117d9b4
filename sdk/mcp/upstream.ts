/** An MCP server as the proxy reaches it, whatever lies between: messages as lines, and an end. */
import type { Json } from "../canonical.ts";
import type { Line } from "./line-reader.ts";

export interface Upstream {
  send(line: string): void;
  /** A client that does not keep up slows the server down, where that can be done. */
  pause?(): void;
  resume?(): void;
  /** Ends it, and resolves when it has gone. */
  close(signal?: NodeJS.Signals): Promise<void>;
}

export type UpstreamEvents = {
  line(line: Line): void;
  /** Called once. `code` is what a process of the server's would end with. */
  ended(code: number, reason: string): void;
  /** The input schema of a tool as it is known now. */
  inputSchemaOf(tool: string): Json | undefined;
};

/** How a server is reached. */
export type ServerSpec =
  | { kind: "command"; command: string; args: readonly string[]; env?: Record<string, string>; cwd?: string }
  | { kind: "url"; url: URL; headers: Record<string, string> };

export type NamedServer = { name: string | null; spec: ServerSpec };

export class ServerNotStarted extends Error {
  override name = "ServerNotStarted";
}
