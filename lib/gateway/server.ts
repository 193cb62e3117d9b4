/** node:http in front of the verbs: turns a request into a Fetch `Request` and writes the `Response` back. */
import http from "node:http";
import { Readable } from "node:stream";
import { streamPath } from "@/lib/enforcement/contract";
import { problemResponse } from "@/lib/http/problem";
import { serve } from "@/lib/http/serve";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { authenticatePoint, pointContext } from "./authenticate";
import { matchRoute } from "./machine-routes";
import { openStream } from "./stream";
import type { StreamHub } from "./stream-hub";

/** A client that dawdles over its headers or body is dropped; streams are answers, so these do not bound them. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;

type Health = { ready: () => Promise<boolean> };

export function gatewayServer(hub: StreamHub, health: Health): http.Server {
  const server = http.createServer(
    { keepAliveTimeout: 65_000, headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS },
    (incoming, outgoing) => {
      void answer(incoming, outgoing, hub, health);
    },
  );
  server.on("clientError", (_, socket) => socket.destroy());
  return server;
}

async function answer(
  incoming: http.IncomingMessage,
  outgoing: http.ServerResponse,
  hub: StreamHub,
  health: Health,
): Promise<void> {
  const requestId = newId("request");
  try {
    // Taken as it came: "//" is an address of nothing here and no URL either.
    const pathname = (incoming.url ?? "/").split("?", 1)[0] ?? "/";
    if (pathname === "/health") return await send(outgoing, Response.json({ status: "ok" }));
    if (pathname === "/ready") return await send(outgoing, await readiness(health));
    if (pathname === streamPath && incoming.method === "GET") {
      const token = /^Bearer (.+)$/i.exec(incoming.headers.authorization ?? "")?.[1];
      return await openStream(hub, await pointContext(token, requestId), incoming, outgoing);
    }
    await send(outgoing, await dispatch(incoming, pathname));
  } catch (error) {
    await send(outgoing, problemResponse(error, requestId));
  }
}

async function dispatch(incoming: http.IncomingMessage, pathname: string): Promise<Response> {
  const match = matchRoute(incoming.method ?? "GET", pathname);
  if (!match)
    throw new Refusal("not_found", "The gateway serves nothing at this address. The management API is the console's.");
  if ("allowed" in match) throw new Refusal("method_not_allowed", `Use ${match.allowed.join(" or ")} here.`);
  return serve(match.verb, fetchRequest(incoming), match.params, authenticatePoint);
}

async function readiness(health: Health): Promise<Response> {
  const ready = await health.ready();
  return Response.json({ status: ready ? "ready" : "waiting for the database" }, { status: ready ? 200 : 503 });
}

function fetchRequest(incoming: http.IncomingMessage): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  const hasBody = incoming.method !== "GET" && incoming.method !== "HEAD";
  return new Request(`http://gateway${incoming.url ?? "/"}`, {
    method: incoming.method ?? "GET",
    headers,
    ...(hasBody ? { body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>, duplex: "half" } : {}),
  } as RequestInit);
}

async function send(outgoing: http.ServerResponse, response: Response): Promise<void> {
  if (outgoing.headersSent) {
    outgoing.destroy();
    return;
  }
  const body = Buffer.from(await response.arrayBuffer());
  outgoing.writeHead(response.status, { ...Object.fromEntries(response.headers), "content-length": body.byteLength });
  outgoing.end(body);
}
