/** Real places on this machine for tests: an HTTP endpoint and a TCP or TLS receiver that do what they are told. */
import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import { createServer as createTlsHttp } from "node:https";
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from "node:net";
import { createServer as createTls } from "node:tls";

export type Got = { path: string; headers: IncomingHttpHeaders; body: string };
/** "hang" never answers; a number is the status. */
export type Behaviour = number | "hang" | "slam" | { status: number; headers?: Record<string, string>; body?: string };
type Tls = { key: string; cert: string };

export type HttpPlace = {
  url: string;
  port: number;
  got: Got[];
  /** How it answers from now on; given the request, so that it may choose. */
  behave: (how: Behaviour | ((got: Got) => Behaviour)) => void;
  close: () => Promise<void>;
};

const portOf = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });

function ending(server: Server): () => Promise<void> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
}

export async function httpPlace(tls?: Tls): Promise<HttpPlace> {
  const got: Got[] = [];
  let how: Behaviour | ((one: Got) => Behaviour) = 200;
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const one = { path: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks).toString() };
      const now = typeof how === "function" ? how(one) : how;
      if (now === "hang") return;
      if (now === "slam") return void request.socket.destroy();
      const { status, headers = {}, body = "" } = typeof now === "number" ? { status: now } : now;
      // What was accepted is what counts as got.
      if (status < 300) got.push(one);
      response.writeHead(status, headers).end(body);
    });
  };
  const server = tls ? createTlsHttp(tls, listener) : createServer(listener);
  const close = ending(server);
  const port = await portOf(server);
  return {
    url: `${tls ? "https" : "http"}://127.0.0.1:${port}/in`,
    port,
    got,
    behave: (next) => {
      how = next;
    },
    close,
  };
}

export type TcpPlace = { port: number; bytes: () => Buffer; close: () => Promise<void> };

/** Takes everything until the other side ends. */
export async function tcpPlace(tls?: Tls): Promise<TcpPlace> {
  const chunks: Buffer[] = [];
  const take = (socket: Socket) => {
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.on("error", () => undefined);
  };
  const server = tls ? createTls(tls, take) : createTcp(take);
  const close = ending(server);
  return { port: await portOf(server), bytes: () => Buffer.concat(chunks), close };
}

/** Messages by octet counting, as RFC 6587 reads them. */
export function frames(bytes: Buffer): string[] {
  const found: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const length = Number(bytes.subarray(at, space).toString());
    if (!Number.isInteger(length) || space < 0) throw new Error("no octet count");
    found.push(bytes.subarray(space + 1, space + 1 + length).toString());
    at = space + 1 + length;
  }
  return found;
}
