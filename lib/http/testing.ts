/** For integration tests: the management API on a port of its own, by the very route files that Next serves. */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { method, path as pathOf } from "@/lib/shared/operation";
import { operations } from "./operations";

export type TestConsole = { url: string; stop: () => Promise<void> };
type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

const routes = operations
  .filter(({ serve }) => serve === "console")
  .map((op) => ({
    method: method(op),
    pattern: new RegExp(`^/api${pathOf(op).replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`),
    file: path.resolve(
      "app/api",
      pathOf(op)
        .replace(/\{(\w+)\}/g, "[$1]")
        .slice(1),
      "route.ts",
    ),
  }));

export async function startConsole(): Promise<TestConsole> {
  const server = createServer((incoming, outgoing) => {
    answer(incoming)
      .then(async (response) => {
        outgoing.writeHead(response.status, Object.fromEntries(response.headers));
        outgoing.end(Buffer.from(await response.arrayBuffer()));
      })
      .catch((error: unknown) => outgoing.writeHead(500).end(String(error)));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function answer(incoming: IncomingMessage): Promise<Response> {
  const url = new URL(incoming.url ?? "/", `http://${incoming.headers.host}`);
  const found = routes.find((one) => one.method === incoming.method && one.pattern.test(url.pathname));
  if (!found) return new Response("nothing is here", { status: 404 });
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = Object.entries(incoming.headers).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value] as [string, string]] : [],
  );
  const body = found.method === "GET" ? {} : { body: Buffer.concat(chunks) };
  const request = new Request(url, { method: found.method, headers, ...body });
  const handlers = (await import(found.file)) as Record<string, Handler | undefined>;
  const params = { ...found.pattern.exec(url.pathname)?.groups };
  return (
    (await handlers[found.method]?.(request, { params: Promise.resolve(params) })) ?? new Response("", { status: 405 })
  );
}
