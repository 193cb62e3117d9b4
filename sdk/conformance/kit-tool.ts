/** The one tool that a point is asked to run. It is the kit's own, and stays when the gateway is gone. */
import http from "node:http";
import { z } from "zod";
import type { KitLog } from "./kit-log.ts";

const HOST = "127.0.0.1";
const ToolCall = z.object({ tool: z.string(), arguments: z.unknown() });

export class KitTool {
  /** While set, runs wait for it. */
  gate: Promise<void> | null = null;
  fails = false;
  private readonly log: KitLog;
  private readonly server: http.Server;
  private port = 0;

  constructor(log: KitLog) {
    this.log = log;
    this.server = http.createServer((request, response) => {
      this.run(request, response).catch(() => request.socket.destroy());
    });
  }

  get url(): string {
    return `http://${HOST}:${this.port}/tool`;
  }

  up(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.on("error", reject);
      this.server.listen(0, HOST, () => {
        const address = this.server.address();
        if (typeof address === "object" && address) this.port = address.port;
        resolve();
      });
    });
  }

  down(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async run(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const { tool, arguments: args } = ToolCall.parse(JSON.parse(Buffer.concat(chunks).toString()));
    this.log.runs.push({ tool, arguments: args, order: this.log.next() });
    this.log.changed();
    await this.gate;
    response.writeHead(this.fails ? 500 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(this.fails ? { error: "The tool was told to fail." } : { result: "done" }));
  }
}
