/** A proxy between real clients and a real server, on whichever transports, with a gateway whose policy the test writes. */
import { spawn } from "node:child_process";
import path from "node:path";
import * as modern from "@modelcontextprotocol/client";
import { StdioClientTransport as ModernStdio } from "@modelcontextprotocol/client/stdio";
import { Client as LegacyClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { onTestFinished } from "vitest";
import { McpHttpServer, type ServeHttpOptions } from "../mcp/serve-http.ts";
import type { NamedServer } from "../mcp/upstream.ts";
import { silent } from "../pep/logger.ts";
import type { BundleContent } from "../wire/bundle.ts";
import { bundleContent, bundlePolicy, bundleTool } from "./bundle-fixture.ts";
import type { FakeGateway } from "./fake-gateway.ts";
import { cli } from "./run-cli.ts";
import { temporaryDirectory } from "./temporary-directory.ts";
import { testGateway, testPoint } from "./test-point.ts";

export type Over = "stdio" | "http";
export type ServerKind = "modern" | "everything";

const modules = path.resolve(import.meta.dirname, "../../node_modules");
const FILES: Record<ServerKind, string> = {
  modern: path.join(import.meta.dirname, "modern-server.mjs"),
  everything: path.join(modules, "@modelcontextprotocol/server-everything/dist/index.js"),
};
const TOOLS: Record<ServerKind, string[]> = {
  modern: ["echo", "routed", "count", "slow", "ask", "change"],
  everything: [],
};

/** Every tool of the server under the name `srv`, without pins; policies permit all but what the test adds. */
export function openContent(tools: readonly string[], more: Partial<BundleContent> = {}): BundleContent {
  return bundleContent({
    tools: tools.map((name) => bundleTool(`srv/${name}`)),
    policies: [bundlePolicy("permit", null)],
    rules: [{ id: "two-eyes", title: "Another pair of eyes", expiresInSeconds: 900 }],
    ...more,
  });
}

export async function startServer(kind: ServerKind, over: Over): Promise<string[]> {
  const file = FILES[kind];
  if (over === "stdio") return kind === "modern" ? [process.execPath, file] : [process.execPath, file, "stdio"];
  const port = kind === "modern" ? "0" : String(await freePort());
  const args = kind === "modern" ? [file, "--http", port] : [file, "streamableHttp"];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, PORT: port },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const taken = await new Promise<string>((resolve) => {
    const read = (chunk: Buffer): void => {
      const found = /listening on (?:port )?(\d+)/i.exec(String(chunk));
      if (found?.[1]) resolve(found[1]);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
  });
  return [`http://127.0.0.1:${taken}/mcp`];
}

async function freePort(): Promise<number> {
  const { createServer } = await import("node:net");
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

export type Place = { gateway: FakeGateway; reach: { url: URL } | { args: string[] } };

/** A proxy before a server; its clients come by `front`, and it reaches the server by `back`. */
export async function mcpPlace(front: Over, back: Over, kind: ServerKind, content?: BundleContent): Promise<Place> {
  const gateway = await testGateway();
  gateway.publish(content ?? openContent(TOOLS[kind]));
  const reached = await startServer(kind, back);
  const [command = "", ...args] = reached;
  if (front === "http") {
    const spec =
      back === "http"
        ? { kind: "url" as const, url: new URL(command), headers: {} }
        : { kind: "command" as const, command, args };
    return { gateway, reach: { url: await listening(gateway, [{ name: "srv", spec }]) } };
  }
  const way = back === "http" ? ["--upstream", command] : [];
  const rest = back === "http" ? [] : ["--", ...reached];
  const own = [
    "--url",
    gateway.url,
    "--enroll",
    gateway.enrolToken(),
    "--state",
    path.join(temporaryDirectory(), "state"),
  ];
  return { gateway, reach: { args: [cli, "mcp", "--agent", "agent-1", "--server", "srv", ...way, ...own, ...rest] } };
}

/** A proxy that listens, in this process. */
export async function listening(
  gateway: FakeGateway,
  servers: NamedServer[],
  more: Partial<ServeHttpOptions> = {},
): Promise<URL> {
  const point = await testPoint(gateway, { kind: "mcp-proxy" });
  const guard = { host: "127.0.0.1", port: 0, origins: new Set<string>(), token: null };
  const server = new McpHttpServer({ point, agentId: "agent-1", servers, log: silent, ...guard, ...more });
  const url = await server.listen();
  onTestFinished(() => server.close());
  return url;
}

export async function modernClient(
  { reach }: Place,
  { mode = "auto", capabilities = {} }: { mode?: "auto" | "legacy"; capabilities?: modern.ClientCapabilities } = {},
): Promise<modern.Client> {
  const client = new modern.Client(
    { name: "modern-client", version: "1" },
    { capabilities, versionNegotiation: { mode } },
  );
  const transport =
    "url" in reach
      ? new modern.StreamableHTTPClientTransport(reach.url)
      : new ModernStdio({ command: process.execPath, args: reach.args, stderr: "ignore" });
  await client.connect(transport);
  onTestFinished(() => client.close());
  return client;
}

export async function legacyClient(
  { reach }: Place,
  capabilities: ConstructorParameters<typeof LegacyClient>[1] = {},
): Promise<LegacyClient> {
  const client = new LegacyClient({ name: "legacy-client", version: "1" }, capabilities);
  const transport =
    "url" in reach
      ? new StreamableHTTPClientTransport(reach.url)
      : new StdioClientTransport({ command: process.execPath, args: reach.args, stderr: "ignore" });
  await client.connect(transport);
  onTestFinished(() => client.close());
  return client;
}
