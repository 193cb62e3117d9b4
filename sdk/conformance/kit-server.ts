/** The HTTP of the kit's gateway: reads requests and tokens, keeps the streams, can be gone and come back. */
import http from "node:http";
import { gunzipSync } from "node:zlib";
import { readToken, TOKEN_MAX_SECONDS, verifyToken } from "../crypto.ts";
import { kitRoutes } from "./kit-routes.ts";
import type { KitPoint, KitState, Reply } from "./kit-state.ts";

const HOST = "127.0.0.1";
const MAX_BODY = 16 * 1024 * 1024;

/** `cut` drops the connection before the request has its effect, `lose` after it. */
export type Fault = Reply | "cut" | "lose";
type Greeting = (lastEventId: string | null) => { sequence: number; event: object }[];

export class KitServer {
  private readonly kit: KitState & { leaseEvent(): object };
  private readonly greeting: Greeting;
  private readonly streams = new Set<http.ServerResponse>();
  private readonly faults: { path: RegExp; fault: Fault }[] = [];
  private server: http.Server | null = null;
  private renewal: NodeJS.Timeout | undefined;
  private port = 0;

  constructor(kit: KitState & { leaseEvent(): object }, greeting: Greeting) {
    this.kit = kit;
    this.greeting = greeting;
  }

  get url(): string {
    return `http://${HOST}:${this.port}`;
  }

  /** Listens, on the same port as before when it was down. */
  up(): Promise<void> {
    const server = http.createServer((request, response) => {
      this.answer(request, response).catch(() => request.socket.destroy());
    });
    this.server = server;
    this.renewal = setInterval(() => this.renew(), Math.min(5000, this.kit.leaseSeconds * 200));
    return new Promise((resolve, reject) => {
      server.on("error", reject);
      server.listen(this.port, HOST, () => {
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
    clearInterval(this.renewal);
    if (!server) return Promise.resolve();
    return new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  /** Cuts the streams; the point is expected to come back. */
  sever(): void {
    for (const stream of this.streams) stream.destroy();
  }

  /** Answers the next request to a matching path with a fault. */
  fail(path: RegExp, fault: Fault): void {
    this.faults.push({ path, fault });
  }

  send(event: object, sequence?: number): void {
    for (const stream of this.streams) write(stream, event, sequence);
  }

  private renew(): void {
    this.send(this.kit.leaseEvent());
  }

  private async answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const path = new URL(request.url ?? "/", this.url).pathname;
    const body = await readBody(request);
    const fault = this.faultOf(path);
    if (fault !== undefined && fault !== "lose") {
      if (fault === "cut") request.socket.destroy();
      else answerWith(response, fault);
      return;
    }
    const point = path === "/v1/pep/enroll" ? null : this.pointOf(request);
    const reply = kitRoutes(this.kit, { method: request.method ?? "", path, body, point });
    if (fault === "lose") request.socket.destroy();
    else if (reply === "stream") this.openStream(response, headerOf(request, "last-event-id"));
    else answerWith(response, reply);
    this.kit.log.changed();
  }

  private openStream(response: http.ServerResponse, lastEventId: string | null): void {
    this.streams.add(response);
    response.on("close", () => this.streams.delete(response));
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    for (const { event, sequence } of this.greeting(lastEventId)) write(response, event, sequence);
    this.kit.log.streams.push(lastEventId);
    this.kit.log.changed();
  }

  private faultOf(path: string): Fault | undefined {
    const index = this.faults.findIndex((entry) => entry.path.test(path));
    return index < 0 ? undefined : this.faults.splice(index, 1)[0]?.fault;
  }

  private pointOf(request: http.IncomingMessage): KitPoint | null {
    const { conduct, points } = this.kit;
    const token = headerOf(request, "authorization")?.replace(/^Bearer /, "") ?? "";
    const claims = readToken(token);
    const point = claims ? points.get(claims.iss) : undefined;
    const where = `${request.method} ${request.url?.split("?")[0]}`;
    if (!claims || !point) {
      conduct.badToken(`${where}: ${claims ? "a token of an unknown point" : "no readable EdDSA token"}`);
      return null;
    }
    const life = claims.exp - claims.iat;
    conduct.longestToken = Math.max(conduct.longestToken, life);
    if (!verifyToken(token, point.publicKey, Date.now() / 1000)) {
      const why = life > TOKEN_MAX_SECONDS ? `it lives ${life} s` : "not signed by the enrolled key, or not in force";
      conduct.badToken(`${where}: ${why}`);
      return null;
    }
    conduct.authenticated += 1;
    return point;
  }
}

function write(stream: http.ServerResponse, event: object, id?: number): void {
  const name = "type" in event ? `event: ${event.type}\n` : "";
  stream.write(`${id === undefined ? "" : `id: ${id}\n`}${name}data: ${JSON.stringify(event)}\n\n`);
}

async function readBody(request: http.IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BODY) throw new Error("the body is too large");
    chunks.push(bytes);
  }
  try {
    if (chunks.length === 0) return null;
    const bytes = Buffer.concat(chunks);
    const plain = headerOf(request, "content-encoding") === "gzip" ? gunzipSync(bytes) : bytes;
    return JSON.parse(plain.toString());
  } catch {
    return undefined;
  }
}

function answerWith(response: http.ServerResponse, { status, body }: Reply): void {
  response.writeHead(status, { "content-type": status < 400 ? "application/json" : "application/problem+json" });
  response.end(JSON.stringify(body));
}

function headerOf(request: http.IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === "string" ? value : null;
}
