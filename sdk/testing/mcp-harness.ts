/** A proxy between a client and a server that are both the test. */
import { onTestFinished, vi } from "vitest";
import { digestOf, type Json, type JsonObject } from "../canonical.ts";
import { McpProxy } from "../mcp/mcp-proxy.ts";
import type { EnforcementPoint } from "../pep/enforcement-point.ts";
import { silent } from "../pep/logger.ts";
import type { BundleContent, BundleTool } from "../wire/bundle.ts";
import { lineContent } from "./bundle-fixture.ts";
import type { FakeGateway } from "./fake-gateway.ts";
import { testGateway, testPoint } from "./test-point.ts";

export type Said = JsonObject & {
  id?: Json;
  method?: Json;
  params?: JsonObject;
  result?: JsonObject;
  error?: JsonObject;
};

export const definition = (name: string, description = "as approved"): JsonObject => {
  return { name, description, inputSchema: { type: "object" } };
};

/** The tools of the line fixture, pinned to their definitions. */
export function pinnedContent(more: Partial<BundleContent> = {}): BundleContent {
  const pinned = (tool: BundleTool): BundleTool => ({ ...tool, pin: digestOf(definition(tool.name)) });
  return lineContent({ tools: lineContent().tools.map(pinned), ...more });
}

const PATIENCE = { timeout: 15_000, interval: 5 };

export class McpHarness {
  readonly gateway: FakeGateway;
  readonly toClient: Said[] = [];
  readonly toServer: Said[] = [];
  readonly rawToServer: string[] = [];
  readonly rawToClient: string[] = [];
  /** What the server shows. */
  tools: JsonObject[] = ["read", "write", "remove"].map((name) => definition(name));
  /** When true the server does not answer tools/list. */
  mute = false;
  private readonly proxy: McpProxy;

  private constructor(gateway: FakeGateway, proxy: (harness: McpHarness) => McpProxy) {
    this.gateway = gateway;
    this.proxy = proxy(this);
  }

  static async start(content = pinnedContent(), server: string | null = "fs"): Promise<McpHarness> {
    const gateway = await testGateway();
    gateway.publish(content);
    return McpHarness.before(gateway, await testPoint(gateway, { kind: "mcp-proxy" }), server);
  }

  /** With a point of the test's own. */
  static before(gateway: FakeGateway, point: EnforcementPoint, server: string | null = "fs"): McpHarness {
    const harness = new McpHarness(gateway, (harness) => {
      const toClient = (line: string): void => {
        harness.rawToClient.push(line);
        harness.toClient.push(JSON.parse(line));
      };
      const toServer = (line: string): void => harness.served(line);
      return new McpProxy({ point, agentId: "agent-1", server: server ?? undefined, log: silent, toClient, toServer });
    });
    // Before the point is closed, which would wait for calls that are still running.
    onTestFinished(() => harness.serverEnded());
    return harness;
  }

  /** The client writes a line. */
  write(line: string): void {
    this.proxy.fromClient({ text: line });
  }

  client(message: JsonObject): void {
    this.write(JSON.stringify({ jsonrpc: "2.0", ...message }));
  }

  server(message: JsonObject): void {
    this.proxy.fromServer({ text: JSON.stringify({ jsonrpc: "2.0", ...message }) });
  }

  serverLine(text: string): void {
    this.proxy.fromServer({ text });
  }

  serverFault(line: { fault: string; edges?: string }): void {
    this.proxy.fromServer(line);
  }

  serverEnded(): void {
    this.proxy.serverEnded();
  }

  call(id: string | number, name: string, more: JsonObject = {}): void {
    this.client({ id, method: "tools/call", params: { name, arguments: { path: "a" }, ...more } });
  }

  /** What the client gets for a request. */
  async answer(id: string | number): Promise<Said> {
    return await vi.waitFor(() => {
      const found = this.toClient.find((message) => message.id === id && message.method === undefined);
      if (!found) throw new Error(`no answer to ${id}; the client got ${JSON.stringify(this.toClient)}`);
      return found;
    }, PATIENCE);
  }

  /** A tools/call as the server gets it. */
  async forwarded(id: string | number): Promise<Said> {
    return await vi.waitFor(() => {
      const found = this.toServer.find((message) => message.id === id && message.method === "tools/call");
      if (!found) throw new Error(`nothing was forwarded under ${id}`);
      return found;
    }, PATIENCE);
  }

  get forwardedCalls(): Said[] {
    return this.toServer.filter((message) => message.method === "tools/call");
  }

  private served(line: string): void {
    this.rawToServer.push(line);
    const message: Said = JSON.parse(line);
    this.toServer.push(message);
    const own = typeof message.id === "string" && message.id.startsWith("gatehouse-");
    if (!own || this.mute || message.method !== "tools/list") return;
    // In a later turn, as a server would.
    setImmediate(() => this.server({ id: message.id ?? null, result: { tools: this.tools } }));
  }
}
