/**
 * Runs before every page: a content security policy with a nonce of its own, and a short way to the sign-in page for those
 * without a cookie. Programs that carry a key are answered where they ask: they cannot sign in. It guards nothing: each page and each verb asks the database who is there.
 */
import { type NextRequest, NextResponse } from "next/server";
import { env } from "@/lib/env";
import { HERE } from "@/lib/http/here";
import { sessionCookieName } from "@/lib/identity/session-cookie";

const openToStrangers =
  /^\/(sign-in|set-up|join|api|access|scim|\.well-known|audit\/export|share|compliance\/packs\/[^/]+\/download|checkpoints\/oversight\/export)(\/|$)/;

export function proxy(request: NextRequest): NextResponse {
  const { pathname } = request.nextUrl;
  const reads = request.method === "GET" || request.method === "HEAD";
  const known = request.cookies.has(sessionCookieName()) || request.headers.has("authorization");
  if (reads && !openToStrangers.test(pathname) && !known) {
    const here = addressOf(request);
    const to = request.nextUrl.clone();
    to.pathname = "/sign-in";
    to.search = here === "/" ? "" : `?next=${encodeURIComponent(here)}`;
    return withHeaders(NextResponse.redirect(to), "default-src 'none'; frame-ancestors 'none'");
  }
  const nonce = crypto.randomUUID().replaceAll("-", "");
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  // For the frame around the page, which is not told the address: where to come back to when the session is over.
  headers.set(HERE, addressOf(request));
  // Next reads the nonce for its own scripts from the policy in the request.
  headers.set("content-security-policy", policy);
  return withHeaders(NextResponse.next({ request: { headers } }), policy);
}

/** As a person would write it: without what the router adds when it fetches a page by itself. */
function addressOf({ nextUrl: { pathname, search } }: NextRequest): string {
  const asked = new URLSearchParams(search);
  if (!asked.has("_rsc")) return `${pathname}${search}`;
  asked.delete("_rsc");
  return asked.size > 0 ? `${pathname}?${asked}` : pathname;
}

function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    // The development server compiles in the browser.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${env.production ? "" : " 'unsafe-eval'"}`,
    // Charts and dialogs place themselves with style attributes, which no nonce can cover.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
  ].join("; ");
}

function withHeaders(response: NextResponse, policy: string): NextResponse {
  response.headers.set("content-security-policy", policy);
  if (env.appUrl.startsWith("https:")) response.headers.set("strict-transport-security", "max-age=31536000");
  return response;
}

export const config = { matcher: "/((?!_next/static|_next/image|icon\\.svg|favicon\\.ico).*)" };
