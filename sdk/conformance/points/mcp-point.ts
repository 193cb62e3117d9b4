/**
 * The product's MCP proxy, put before the kit: a client that turns requests into `tools/call` on one side, a server whose tools
 * are the kit's on the other. The proxy itself runs as it is shipped. Run with `--serve`, this is that server.
 */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { z } from "zod";
import { type Reply, type Request, runTool, serveRequests, surrounding } from "./request-lines.ts";

const SERVER = "fs";
const TOOLS = ["read", "write", "erase", "move"];
const DENIED = -32001;

const Message = z.object({
  id: z.union([z.number(), z.string()]).optional(),
  method: z.string().optional(),
  params: z.object({ name: z.string().optional(), arguments: z.unknown().optional() }).optional(),
  result: z.object({ isError: z.boolean().optional() }).optional(),
  error: z.object({ code: z.number(), data: z.object({ code: z.string().optional() }).optional() }).optional(),
});
type Message = z.infer<typeof Message>;

const say = (out: NodeJS.WritableStream, message: object): void =>
  void out.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);

/** The server behind the proxy. Nobody else can reach its tools, so a run of one went through the proxy. */
async function serve(toolUrl: string): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, method, params } = Message.parse(JSON.parse(line));
    if (id !== undefined)
      void resultOf(toolUrl, method ?? "", params).then((result) => say(process.stdout, { id, result }));
  }
}

async function resultOf(toolUrl: string, method: string, params: Message["params"]): Promise<object> {
  if (method === "initialize")
    return { protocolVersion: "2025-11-25", serverInfo: { name: SERVER, version: "1" }, capabilities: { tools: {} } };
  if (method === "tools/list")
    return { tools: TOOLS.map((name) => ({ name, description: name, inputSchema: { type: "object" } })) };
  if (method !== "tools/call") return {};
  const tool = `${SERVER}/${params?.name}`;
  return runTool(toolUrl, tool, params?.arguments).then(
    () => ({ content: [{ type: "text", text: "done" }] }),
    () => ({ content: [{ type: "text", text: "failed" }], isError: true }),
  );
}

class Client {
  private readonly proxy: ChildProcessByStdio<Writable, Readable, null>;
  private readonly waiting = new Map<number, (message: Message) => void>();
  private asked = 0;

  constructor() {
    const [gatehouse = "", ...rest] = process.argv.slice(2);
    const own = [
      gatehouse,
      "mcp",
      "--agent",
      surrounding("GATEHOUSE_AGENT"),
      "--server",
      SERVER,
      "--name",
      "conformance",
    ];
    // The proxy keeps what is its own from the server's environment, so the address goes along as an argument.
    const behind = [process.execPath, process.argv[1] ?? "", "--serve", surrounding("GATEHOUSE_TOOL_URL")];
    this.proxy = spawn(process.execPath, [...own, ...rest, "--", ...behind], { stdio: ["pipe", "pipe", "inherit"] });
    createInterface({ input: this.proxy.stdout }).on("line", (line) => {
      const message = Message.safeParse(JSON.parse(line)).data;
      if (typeof message?.id !== "number" || message.method !== undefined) return;
      this.waiting.get(message.id)?.(message);
      this.waiting.delete(message.id);
    });
  }

  ask(method: string, params: object): Promise<Message> {
    this.asked += 1;
    const id = this.asked;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      say(this.proxy.stdin, { id, method, params });
    });
  }

  async open(): Promise<void> {
    const clientInfo = { name: "conformance", version: "1" };
    await this.ask("initialize", { protocolVersion: "2025-11-25", clientInfo, capabilities: {} });
    say(this.proxy.stdin, { method: "notifications/initialized" });
  }

  async close(): Promise<void> {
    this.proxy.stdin.end();
    await once(this.proxy, "close");
  }
}

async function answerBy(client: Client, request: Request): Promise<Reply> {
  const [server = "", ...name] = request.tool.split("/");
  const objection = unsupported(request, server);
  if (objection !== null) return { unsupported: objection };
  const message = await client.ask("tools/call", { name: name.join("/"), arguments: request.arguments });
  if (message.error)
    return { ran: false, code: message.error.data?.code ?? (message.error.code === DENIED ? "denied" : null) };
  return { ran: true, code: "permitted" };
}

/** What MCP has no way to say. */
function unsupported(request: Request, server: string): string | null {
  if (request.agentId !== surrounding("GATEHOUSE_AGENT")) return "a proxy acts for one agent";
  if (server !== SERVER) return "this proxy stands before one server";
  if (request.chain || request.onBehalfOf) return "a call over MCP does not say through whom it came";
  if (request.credential) return "a call over standard input presents no credential";
  return request.seenPin === undefined ? null : "the definition is that of the server";
}

const serving = process.argv.indexOf("--serve");
if (serving > 0) await serve(process.argv[serving + 1] ?? "");
else {
  const client = new Client();
  await client.open();
  await serveRequests((request) => answerBy(client, request));
  await client.close();
}
