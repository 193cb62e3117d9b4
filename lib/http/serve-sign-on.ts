/** Out to the identity provider and back: redirects and cookies round the two steps of lib/signon. */
import { env } from "@/lib/env";
import { callerOf } from "@/lib/identity/caller";
import { SESSION_ABSOLUTE_MS, safeNext } from "@/lib/identity/rules";
import { sessionCookieName } from "@/lib/identity/session-cookie";
import type { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { beginSignOn } from "@/lib/signon/begin-sign-on";
import { completeSignOn } from "@/lib/signon/complete-sign-on";
import { FLOW_SECONDS, flowCookieName } from "@/lib/signon/flow";
import { SignOnRefused } from "@/lib/signon/refusals";
import { cookieOf } from "./authenticate";
import { refusalOf } from "./problem";
import { limitRate } from "./rate-limit";

export async function startSignOn(request: Request): Promise<Response> {
  const asked = new URL(request.url).searchParams;
  try {
    limitRate(`sign-on:${callerOf(request.headers).address}`);
    const { to, cookie } = await beginSignOn(asked.get("org") ?? "", asked.get("next"));
    return redirect(to.href, [cookieLine(flowCookieName(), cookie, FLOW_SECONDS)]);
  } catch (error) {
    return toSignIn(error, safeNext(asked.get("next")));
  }
}

export async function finishSignOn(request: Request): Promise<Response> {
  // Whatever comes of it, what was begun can be finished only once in this browser.
  const over = cookieLine(flowCookieName(), "", 0);
  try {
    const caller = callerOf(request.headers);
    limitRate(`sign-on:${caller.address}`);
    const back = new URL(request.url).searchParams;
    const { token, next } = await completeSignOn(back, cookieOf(request, flowCookieName()) ?? undefined, caller);
    return redirect(`${env.appUrl}${next}`, [over, cookieLine(sessionCookieName(), token, SESSION_ABSOLUTE_MS / 1000)]);
  } catch (error) {
    return toSignIn(error, "/", [over]);
  }
}

/** The address names the reason; the page has the sentence for it, so that nobody can write one into a link. */
function toSignIn(error: unknown, next: string, cookies: string[] = []): Response {
  const refusal = refusalOf(error, newId("request"));
  const search = new URLSearchParams({
    refused: refusal instanceof SignOnRefused ? refusal.reason : otherReason(refusal),
  });
  if (next !== "/") search.set("next", next);
  return redirect(`${env.appUrl}/sign-in?${search}`, cookies);
}

const otherReason = ({ code }: Refusal): string => (code === "rate_limited" ? "busy" : "broken");

const redirect = (location: string, cookies: string[]): Response => {
  const headers = new Headers({ location, "cache-control": "no-store", "referrer-policy": "no-referrer" });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(null, { status: 302, headers });
};

const cookieLine = (name: string, value: string, maxAge: number): string =>
  `${name}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${env.appUrl.startsWith("https:") ? "; Secure" : ""}`;
