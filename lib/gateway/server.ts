/** node:http in front of the verbs and the streams. */
import http from "node:http";
import { streamPath } from "@/lib/enforcement/contract";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { pointContext } from "./authenticate";
import { matchRoute } from "./machine-routes";
import { isTelemetry, serveTelemetry } from "./otlp/serve-telemetry";
import { isAuthzen, serveAuthzen } from "./serve-authzen";
import { incomingOf, sendJson, sendProblem, serveMachine } from "./serve-machine";
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
    if (pathname === "/health") return sendJson(outgoing, 200, { status: "ok" });
    if (pathname === "/ready") return await sendReadiness(outgoing, health);
    if (pathname === streamPath && incoming.method === "GET") {
      return await openStream(hub, await pointContext(incomingOf(incoming), requestId), incoming, outgoing);
    }
    if (isAuthzen(pathname)) return await serveAuthzen(pathname, incoming, outgoing, requestId);
    if (isTelemetry(pathname)) return await serveTelemetry(pathname, incoming, outgoing, requestId);
    const match = matchRoute(incoming.method ?? "GET", pathname);
    if (!match)
      throw new Refusal(
        "not_found",
        "The gateway serves nothing at this address. The management API is the console's.",
      );
    if ("allowed" in match) throw new Refusal("method_not_allowed", `Use ${match.allowed.join(" or ")} here.`);
    await serveMachine(match.verb, match.params, incoming, outgoing, requestId);
  } catch (error) {
    sendProblem(outgoing, error, requestId);
  }
}

async function sendReadiness(outgoing: http.ServerResponse, health: Health): Promise<void> {
  const ready = await health.ready();
  sendJson(outgoing, ready ? 200 : 503, { status: ready ? "ready" : "waiting for the database" });
}
