/** An egress proxy, a host that it may reach, and bytes to try it with. */
import http from "node:http";
import net from "node:net";
import path from "node:path";
import { onTestFinished } from "vitest";
import { type EgressOptions, EgressProxy } from "../egress/egress-proxy.ts";
import type { Governor } from "../egress/governor.ts";
import { silent } from "../pep/logger.ts";
import { EgressRule } from "../sandbox/profile.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

type Seen = { method: string; url: string; headers: http.IncomingHttpHeaders; body: string };

export async function origin(options: http.ServerOptions = {}): Promise<{ port: number; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = http.createServer(options, async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    seen.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers, body });
    response.setHeader("x-answer", "yes").end("from the origin");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  const address = server.address();
  return { port: typeof address === "object" && address ? address.port : 0, seen };
}

/** Records what is asked, and permits it unless `deny` says why not. */
export function recording(deny?: string) {
  const calls: { method: string; args: object }[] = [];
  const refused: string[] = [];
  const governor: Governor = {
    call: (method, args, run, gone) => {
      calls.push({ method, args });
      return deny === undefined ? run(gone) : Promise.reject(new Error(deny));
    },
    refuse: (_method, _args, reason) => void refused.push(reason),
  };
  return { governor, calls, refused };
}

export async function proxyWith(
  rules: object[],
  governor: Governor,
  more: Partial<EgressOptions> = {},
): Promise<string> {
  const parsed = rules.map((rule) => EgressRule.parse(rule));
  const resolve = async () => ["127.0.0.1"];
  const proxy = new EgressProxy({ rules: parsed, secrets: new Map(), governor, log: silent, resolve, ...more });
  const socket = path.join(temporaryDirectory(), "egress.sock");
  await proxy.listen(socket);
  onTestFinished(() => proxy.close());
  return socket;
}

/** Sends bytes as they are, and hands back all that comes. */
export function say(socket: string, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const client = net.connect(socket, () => client.write(bytes));
    client.on("data", (chunk) => {
      said += chunk.toString("latin1");
    });
    client.on("error", reject);
    client.on("close", () => resolve(said));
  });
}

export const get = (host: string, path_ = "/", headers = `Host: ${host}\r\n`): string =>
  `GET http://${host}${path_} HTTP/1.1\r\n${headers}Connection: close\r\n\r\n`;

/** A refusal says why, in a sentence. */
export const refusal = /^HTTP\/1\.1 4\d\d [\s\S]*"reason":"[A-Z][^"]+\."/;

export const allowed = (port: number, more: object = {}) => ({
  host: "api.internal",
  port,
  as: "http",
  addresses: ["127.0.0.1"],
  ...more,
});
