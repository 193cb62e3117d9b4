/** Credentials of the management API: an API key, or the browser's session with a same-origin check. */
import { type Ctx, contextFor, nobody } from "@/lib/db/ctx";
import { env } from "@/lib/env";
import { resolveApiKey } from "@/lib/identity/resolve-api-key";
import { resolveSession } from "@/lib/identity/resolve-session";
import { sessionCookieName } from "@/lib/identity/session-cookie";
import { Refusal } from "@/lib/shared/errors";
import { method, type Operation } from "@/lib/shared/operation";
import { limitRate } from "./rate-limit";

export async function authenticateManagement(request: Request, op: Operation, requestId: string): Promise<Ctx> {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (bearer !== undefined) {
    const found = await resolveApiKey(bearer);
    if (!found) throw new Refusal("unauthenticated", "The API key is unknown, expired or revoked.");
    limitRate(found.actor.id);
    return contextFor(found.actor, found.orgId, requestId);
  }
  refuseCrossSite(request, op);
  const token = cookieOf(request, sessionCookieName());
  const found = token ? await resolveSession(token) : null;
  if (!found) return contextFor(nobody, "", requestId);
  limitRate(found.actor.id);
  return contextFor(found.actor, found.orgId, requestId);
}

/** A browser sends the cookie wherever a page tells it to, so a write must come from our own pages. */
function refuseCrossSite(request: Request, op: Operation): void {
  if (method(op) === "GET") return;
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const sameSite = site === null || site === "same-origin";
  const sameOrigin = origin === null || origin === new URL(env.appUrl).origin || origin === ownOrigin(request);
  if (!sameSite || !sameOrigin)
    throw new Refusal("cross_site", "This request came from another site's page and was refused.");
  if (site === null && origin === null && request.headers.has("cookie")) {
    throw new Refusal("cross_site", "A write with a session needs an Origin header. Programs use an API key instead.");
  }
}

/** The origin by which the request itself came, for consoles that are reached by more than one name. */
function ownOrigin(request: Request): string | null {
  const host = request.headers.get("host");
  return host ? `${new URL(env.appUrl).protocol}//${host}` : null;
}

export function cookieOf(request: Request, name: string): string | null {
  for (const part of (request.headers.get("cookie") ?? "").split(";")) {
    const [key, ...value] = part.trim().split("=");
    if (key === name) return decodeURIComponent(value.join("="));
  }
  return null;
}
