/** GET /api/live: the event stream that keeps open pages current. Signed-in browsers only; programs poll or use the gateway. */
import { cookies } from "next/headers";
import { resolveSession } from "@/lib/identity/resolve-session";
import { sessionCookieName } from "@/lib/identity/session-cookie";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { can } from "@/lib/shared/permissions";
import { STREAMS_PER_SESSION } from "./live-hub";
import { openLiveStream } from "./live-stream";
import { problemResponse } from "./problem";

export async function serveLive(request: Request): Promise<Response> {
  const requestId = newId("request");
  try {
    const token = (await cookies()).get(sessionCookieName())?.value;
    const found = token ? await resolveSession(token) : null;
    if (!token || !found) throw new Refusal("unauthenticated", "Sign in to follow changes live.");
    if (!can(found.actor.roles, "live:follow"))
      throw new Refusal("forbidden", "What was shared with you is not followed live.");
    const sessionId = (found.actor.kind === "user" && found.actor.sessionId) || token;
    const stream = openLiveStream({ token, sessionId, orgId: found.orgId }, request.signal);
    if (!stream) {
      throw new Refusal(
        "rate_limited",
        `This session already follows changes in ${STREAMS_PER_SESSION} pages. Close one; this page still works and can be reloaded.`,
        { retryAfterSeconds: 15 },
      );
    }
    return new Response(stream, { headers: streamHeaders(requestId) });
  } catch (error) {
    return problemResponse(error, requestId);
  }
}

/** `no-transform` keeps Next from compressing the stream, which would hold events back until a block is full. */
const streamHeaders = (requestId: string) => ({
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
  "x-request-id": requestId,
});
