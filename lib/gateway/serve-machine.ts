/**
 * Runs a verb for a request on node:http. The same order of checks as lib/http/serve.ts, without the Fetch objects, which cost
 * more than most of the verbs that points call all the time.
 */
import type http from "node:http";
import { type AnyVerb, callWith } from "@/lib/audit/verb";
import type { Ctx } from "@/lib/db/ctx";
import { fetchBundleOp } from "@/lib/enforcement/contract";
import { type Incoming, readJson } from "@/lib/http/body";
import { problemBody, problems, refusalOf } from "@/lib/http/problem";
import { method } from "@/lib/shared/operation";
import { authenticatePoint } from "./authenticate";
import { bundleBytes } from "./bundle-bytes";
import { recordBadInput } from "./record-bad-input";

export const incomingOf = (incoming: http.IncomingMessage): Incoming => ({
  headers: {
    get: (name) => {
      const value = incoming.headers[name];
      return value === undefined ? null : String(value);
    },
  },
  body: incoming.method === "GET" || incoming.method === "HEAD" ? null : incoming,
});

export async function serveMachine(
  verb: AnyVerb,
  params: Record<string, string>,
  incoming: http.IncomingMessage,
  outgoing: http.ServerResponse,
  requestId: string,
): Promise<void> {
  const op = verb.operation;
  const request = incomingOf(incoming);
  let ctx: Ctx | null = null;
  try {
    ctx = await authenticatePoint(request, op, requestId);
    const given = method(op) === "GET" ? queryOf(incoming) : await readJson(request, op);
    const input = { ...given, ...params };
    const bytes = op === fetchBundleOp ? await bundleBytes(ctx, input) : jsonBytes(await callWith(verb, ctx, input));
    sendBytes(outgoing, op.creates ? 201 : 200, bytes, { "x-request-id": requestId });
  } catch (error) {
    sendProblem(outgoing, error, requestId);
    if (ctx) recordBadInput(ctx, op, error);
  }
}

function queryOf({ url = "/" }: http.IncomingMessage): Record<string, string> {
  const mark = url.indexOf("?");
  return mark === -1 ? {} : Object.fromEntries(new URLSearchParams(url.slice(mark + 1)));
}

export function sendProblem(outgoing: http.ServerResponse, error: unknown, requestId: string): void {
  const refusal = refusalOf(error, requestId);
  if (outgoing.headersSent) return void outgoing.destroy();
  sendJson(outgoing, problems[refusal.code].status, problemBody(refusal, requestId), {
    "content-type": "application/problem+json",
    "x-request-id": requestId,
    ...(refusal.retryAfterSeconds ? { "retry-after": String(refusal.retryAfterSeconds) } : {}),
    ...(refusal.code === "unauthenticated" ? { "www-authenticate": "Bearer" } : {}),
    // The rest of a body that is too large, or that nobody reads, is not waited for.
    ...(outgoing.req.complete ? {} : { connection: "close" }),
  });
}

const jsonBytes = (body: unknown): Buffer => Buffer.from(JSON.stringify(body));

export function sendJson(
  outgoing: http.ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  sendBytes(outgoing, status, jsonBytes(body), headers);
}

export function sendBytes(
  outgoing: http.ServerResponse,
  status: number,
  bytes: Uint8Array,
  headers: Record<string, string>,
): void {
  if (outgoing.destroyed) return;
  outgoing.writeHead(status, {
    "content-type": "application/json",
    "cache-control": "no-store",
    ...headers,
    "content-length": bytes.byteLength,
  });
  outgoing.end(bytes);
}
