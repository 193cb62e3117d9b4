/** Who may speak to a proxy that listens: a page in a browser on this machine, for one, may not. */
import { createHash, timingSafeEqual } from "node:crypto";
import type http from "node:http";

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]", "::1"]);

export type GuardOptions = {
  host: string;
  /** Origins of pages that may; none by default. */
  origins: ReadonlySet<string>;
  /** What clients have to bring as a bearer token; null when none is asked for. */
  token: string | null;
};

export type Refusal = { status: number; reason: string; headers?: Record<string, string> };

export const isLoopback = (host: string): boolean => LOOPBACK.has(host.toLowerCase()) || /^127\./.test(host);

/** Null when the request may be answered. */
export function refusalOf({ headers }: http.IncomingMessage, { host, origins, token }: GuardOptions): Refusal | null {
  const { origin, authorization = "" } = headers;
  if (origin !== undefined && !origins.has(origin))
    return { status: 403, reason: "Pages of this origin may not use this proxy (--allow-origin)." };
  // A name that was made to point at this machine is still the name in the request.
  if (isLoopback(host) && !isLoopback(nameIn(headers.host)))
    return { status: 403, reason: "The request is for another host than this machine." };
  if (token !== null && !sameText(authorization, `Bearer ${token}`))
    return {
      status: 401,
      reason: "This proxy asks for a bearer token.",
      headers: { "www-authenticate": "Bearer" },
    };
  return null;
}

function nameIn(host = ""): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : "";
}

function sameText(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
