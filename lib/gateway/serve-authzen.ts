/** AuthZEN on node:http: the same verbs and the same manner as at the console, for callers that ask often. */
import type http from "node:http";
import { type AnyVerb, callWith } from "@/lib/audit/verb";
import { evaluateAccess } from "@/lib/authzen/evaluate-access";
import { evaluateSeveral } from "@/lib/authzen/evaluate-several";
import { metadata } from "@/lib/authzen/metadata";
import { searchActions } from "@/lib/authzen/search-actions";
import { searchResources } from "@/lib/authzen/search-resources";
import { searchSubjects } from "@/lib/authzen/search-subjects";
import { env } from "@/lib/env";
import { authenticateKey } from "@/lib/http/authenticate-key";
import { readJson } from "@/lib/http/body";
import { problems, refusalOf } from "@/lib/http/problem";
import { Refusal } from "@/lib/shared/errors";
import { path } from "@/lib/shared/operation";
import { incomingOf, sendBytes, sendJson } from "./serve-machine";

const WELL_KNOWN = "/.well-known/authzen-configuration";

const verbs = new Map<string, AnyVerb>(
  [evaluateAccess, evaluateSeveral, searchSubjects, searchResources, searchActions].map((verb) => [
    path(verb.operation),
    verb,
  ]),
);

export const isAuthzen = (pathname: string): boolean => pathname === WELL_KNOWN || verbs.has(pathname);

export async function serveAuthzen(
  pathname: string,
  incoming: http.IncomingMessage,
  outgoing: http.ServerResponse,
  requestId: string,
): Promise<void> {
  const headers = { "x-request-id": String(incoming.headers["x-request-id"] ?? requestId) };
  try {
    const verb = verbs.get(pathname);
    const wanted = verb ? "POST" : "GET";
    if (incoming.method !== wanted) throw new Refusal("method_not_allowed", `Use ${wanted} here.`);
    if (!verb) return sendJson(outgoing, 200, metadata(env.gatewayUrl), headers);
    const op = verb.operation;
    const request = incomingOf(incoming);
    const ctx = await authenticateKey(request, requestId);
    const body = await readJson(request, op);
    sendJson(outgoing, 200, await callWith(verb, ctx, body), headers);
  } catch (error) {
    sendSentence(outgoing, refusalOf(error, requestId), headers);
  }
}

function sendSentence(outgoing: http.ServerResponse, refusal: Refusal, headers: Record<string, string>): void {
  if (outgoing.headersSent) return void outgoing.destroy();
  const { code, message, retryAfterSeconds } = refusal;
  // The standard knows one code for a body that cannot be taken.
  const status = code === "unsupported_media_type" ? 400 : problems[code].status;
  sendBytes(outgoing, status, Buffer.from(message), {
    ...headers,
    "content-type": "text/plain; charset=utf-8",
    ...(retryAfterSeconds ? { "retry-after": String(retryAfterSeconds) } : {}),
    ...(code === "unauthenticated" ? { "www-authenticate": "Bearer" } : {}),
    // The rest of a body that is too large, or that nobody reads, is not waited for.
    ...(outgoing.req.complete ? {} : { connection: "close" }),
  });
}
