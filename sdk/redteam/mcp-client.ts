/** The MCP client of a scripted agent: the same over a server that stands bare and over one behind `gatehouse mcp`. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { z } from "zod";
import type { JsonObject } from "../canonical.ts";
import { VERSION } from "../pep/version.ts";
import { JsonObject as JsonObjectShape } from "../wire/words.ts";

const ANSWER_WITHIN_MS = 20_000;
const END_WITHIN_MS = 3_000;

const Reply = z.looseObject({
  id: z.number().optional(),
  result: z.looseObject({}).optional(),
  error: z
    .looseObject({ message: z.string(), data: z.looseObject({ code: z.string().optional() }).optional() })
    .optional(),
});
type Reply = z.infer<typeof Reply>;

const CallResult = z.looseObject({
  isError: z.boolean().optional(),
  content: z.array(z.looseObject({ text: z.string().optional() })).default([]),
});
const Listing = z.looseObject({
  tools: z.array(z.looseObject({ name: z.string(), description: z.string().optional(), inputSchema: JsonObjectShape })),
});
export type SeenTool = z.infer<typeof Listing>["tools"][number];

/** What a call came to, as the agent reads it. `code` is the enforcement point's, when it refused. */
export type Answer = { ok: boolean; text: string; code: string | null };

export class McpClient {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly waiting = new Map<number, (reply: Reply) => void>();
  private next = 1;
  private said = "";
  private readonly ended: Promise<void>;

  private constructor(command: readonly string[], env: Record<string, string>) {
    const [program = process.execPath, ...args] = command;
    const { PATH, HOME, NODE_ENV } = process.env;
    this.child = spawn(program, args, { env: { PATH, HOME, NODE_ENV, ...env } });
    this.child.stderr.on("data", (bytes) => {
      this.said = `${this.said}${bytes}`.slice(-2000);
    });
    this.child.stdin.on("error", () => this.abandon());
    createInterface({ input: this.child.stdout }).on("line", (line) => this.take(line));
    this.ended = new Promise((resolve) => {
      const end = (): void => {
        this.abandon();
        resolve();
      };
      this.child.once("error", end);
      this.child.once("close", end);
    });
  }

  static async start(command: readonly string[], env: Record<string, string> = {}): Promise<McpClient> {
    const client = new McpClient(command, env);
    try {
      const clientInfo = { name: "gatehouse-redteam", version: VERSION };
      await client.request("initialize", { protocolVersion: "2025-11-25", capabilities: {}, clientInfo });
      client.send({ method: "notifications/initialized" });
      return client;
    } catch (error) {
      await client.close();
      throw error;
    }
  }

  async tools(): Promise<SeenTool[]> {
    const { result } = await this.request("tools/list", {});
    return Listing.parse(result).tools;
  }

  async call(name: string, given: JsonObject): Promise<Answer> {
    return answerOf(await this.ask("tools/call", { name, arguments: given }));
  }

  /** The arguments as text, for what no JSON writer would write. */
  async callRaw(name: string, text: string): Promise<Answer> {
    const id = this.next++;
    const reply = this.reply(id);
    const head = `{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{"name":${JSON.stringify(name)},"arguments":`;
    this.child.stdin.write(`${head}${text}}}\n`);
    return answerOf(await reply);
  }

  async close(): Promise<void> {
    this.child.stdin.end();
    const timer = setTimeout(() => this.child.kill("SIGKILL"), END_WITHIN_MS);
    await this.ended;
    clearTimeout(timer);
  }

  private async request(method: string, params: JsonObject): Promise<Reply> {
    const reply = await this.ask(method, params);
    if (reply.error) throw new Error(reply.error.message);
    return reply;
  }

  private ask(method: string, params: JsonObject): Promise<Reply> {
    const id = this.next++;
    const reply = this.reply(id);
    this.send({ id, method, params });
    return reply;
  }

  private reply(id: number): Promise<Reply> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle({ error: { message: "There was no answer in time." } }), ANSWER_WITHIN_MS);
      const settle = (reply: Reply): void => {
        clearTimeout(timer);
        this.waiting.delete(id);
        resolve(reply);
      };
      this.waiting.set(id, settle);
    });
  }

  private send(message: JsonObject): void {
    this.child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  }

  private take(line: string): void {
    let reply: Reply;
    try {
      reply = Reply.parse(JSON.parse(line));
    } catch {
      return;
    }
    if (reply.id !== undefined) this.waiting.get(reply.id)?.(reply);
  }

  /** The other side is gone: nothing that waits will be answered. */
  private abandon(): void {
    const message = `The server is gone. ${this.said.trim().split("\n").at(-1) ?? ""}`.trim();
    for (const settle of [...this.waiting.values()]) settle({ error: { message } });
  }
}

function answerOf({ result, error }: Reply): Answer {
  if (error) return { ok: false, text: error.message, code: error.data?.code ?? null };
  const { isError, content } = CallResult.parse(result ?? {});
  return { ok: isError !== true, text: content.map(({ text }) => text ?? "").join("\n"), code: null };
}
