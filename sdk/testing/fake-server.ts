/** The HTTP of a fake gateway: one port for its whole life, and faults on request. */
import http from "node:http";
import type { FakeRecords } from "./fake-records.ts";
import type { Reply } from "./fake-routes.ts";

/** `cut` drops the connection before the request has its effect, `lose` after it. */
export type Fault = Reply | "cut" | "lose";

export type Asked = {
  method: string;
  path: string;
  body: unknown;
  header: (name: string) => string | null;
  response: http.ServerResponse;
};

/** Has the request's effect; "stream" when the response is to be an event stream. */
type Handle = (asked: Asked) => Reply | "stream";

export class FakeServer {
  private readonly records: FakeRecords;
  private readonly handle: Handle;
  private readonly openStream: (asked: Asked) => void;
  private readonly interceptions: { path: RegExp; fault: Fault }[] = [];
  private server: http.Server | null = null;
  private port = 0;

  constructor(records: FakeRecords, handle: Handle, openStream: (asked: Asked) => void) {
    this.records = records;
    this.handle = handle;
    this.openStream = openStream;
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** Listens, on the same port as before when it was down. */
  up(): Promise<void> {
    const server = http.createServer((request, response) => void this.answer(request, response));
    this.server = server;
    return new Promise((resolve) => {
      server.listen(this.port, "localhost", () => {
        const address = server.address();
        if (typeof address === "object" && address) this.port = address.port;
        resolve();
      });
    });
  }

  /** Gone, with every connection. */
  down(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (!server) return Promise.resolve();
    return new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  /** Answers the next request to a matching path with a fault. */
  intercept(path: RegExp, fault: Fault): void {
    this.interceptions.push({ path, fault });
  }

  /** No more faults. */
  forgive(): void {
    this.interceptions.length = 0;
  }

  private async answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const path = new URL(request.url ?? "/", this.url).pathname;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body: unknown = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : null;
    const header = (name: string) => headerOf(request, name);
    const asked: Asked = { method: request.method ?? "", path, body, header, response };
    const fault = this.faultOf(path);
    const handled = fault === undefined || fault === "lose" ? this.handle(asked) : null;
    if (fault === "cut" || fault === "lose") request.socket.destroy();
    else if (handled === "stream") this.openStream(asked);
    else answerWith(response, fault ?? handled);
    this.records.changed();
  }

  private faultOf(path: string): Fault | undefined {
    const index = this.interceptions.findIndex((entry) => entry.path.test(path));
    if (index < 0) return undefined;
    this.records.intercepted += 1;
    return this.interceptions.splice(index, 1)[0]?.fault;
  }
}

function answerWith(response: http.ServerResponse, reply: Reply | null): void {
  response.writeHead(reply?.status ?? 500, { "content-type": "application/json" });
  response.end(JSON.stringify(reply?.body ?? {}));
}

function headerOf(request: http.IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === "string" ? value : null;
}
