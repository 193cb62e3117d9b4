/** RFC 9457 problem documents: the only place that knows HTTP statuses. */
import { databaseInstant } from "@/lib/db/database-clock";
import { errorFields, log } from "@/lib/log";
import { type ErrorCode, Refusal } from "@/lib/shared/errors";

export const problems: Record<ErrorCode, { status: number; title: string }> = {
  unauthenticated: { status: 401, title: "Not signed in" },
  forbidden: { status: 403, title: "Not permitted" },
  cross_site: { status: 403, title: "Sent from another site" },
  invalid_input: { status: 400, title: "Input not valid" },
  malformed_body: { status: 400, title: "Body not readable" },
  unsupported_media_type: { status: 415, title: "Body of the wrong type" },
  not_found: { status: 404, title: "Not found" },
  method_not_allowed: { status: 405, title: "Method not allowed" },
  conflict: { status: 409, title: "Not possible as things stand" },
  digest_mismatch: { status: 409, title: "Not what was shown" },
  already_decided: { status: 409, title: "Already decided" },
  expired: { status: 410, title: "Expired" },
  step_up_required: { status: 403, title: "Passkey needed" },
  step_up_refused: { status: 403, title: "Passkey not accepted" },
  reason_required: { status: 400, title: "This weakens enforcement" },
  second_person: { status: 409, title: "It waits for a second person" },
  token_refused: { status: 403, title: "Token refused" },
  grant_refused: { status: 409, title: "Grant refused" },
  policy_changed: { status: 409, title: "Policy changed" },
  outcome_unknown: { status: 409, title: "Outcome unknown" },
  payload_too_large: { status: 413, title: "Too large" },
  holds_paused: { status: 409, title: "Held calls are paused" },
  rate_limited: { status: 429, title: "Too many requests" },
  unavailable: { status: 503, title: "Not available now" },
  internal: { status: 500, title: "Something broke here" },
};

/** Connection and resource errors of Postgres and its driver: the request may be tried again. */
const databaseAway =
  /ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|57P0\d|08\d{3}|53\d{3}|P1001|P1002|P1008|P1017|P2024|P2028|P2037|Connection terminated|Can't reach database server|not queryable|terminating connection|shutting down|starting up|in recovery mode|DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections/;

/** True when the work would have failed whatever it was about. */
export const isDatabaseAway = (error: unknown): boolean =>
  error instanceof Error && databaseAway.test(`${"code" in error ? String(error.code) : ""} ${error.message}`);

/** Turns whatever was thrown into a refusal that may be shown; what only we should see goes to the log. */
export function refusalOf(error: unknown, requestId: string): Refusal {
  if (error instanceof Refusal) {
    if (error.internal) log.error("a request failed", { requestId, code: error.code, internal: error.internal });
    return error;
  }
  log.error("a request failed", { requestId, ...errorFields(error) });
  return isDatabaseAway(error)
    ? new Refusal(
        "unavailable",
        "The database cannot be reached, and it is not known whether this was done. Try again shortly; what has an id of its own is never done twice.",
        {
          retryAfterSeconds: 2,
        },
      )
    : new Refusal(
        "internal",
        `Something broke here and was logged. Nothing was changed. Give the request id ${requestId} when you report it.`,
      );
}

export function problemBody(refusal: Refusal, requestId: string) {
  const { status, title } = problems[refusal.code];
  return {
    type: `urn:gatehouse:problem:${refusal.code}`,
    title,
    status,
    code: refusal.code,
    detail: refusal.message,
    requestId,
    serverTime: databaseInstant(),
    ...(refusal.invalidParams ? { invalidParams: refusal.invalidParams } : {}),
    ...(refusal.change ? { change: refusal.change } : {}),
  };
}

export function problemResponse(error: unknown, requestId: string): Response {
  const refusal = refusalOf(error, requestId);
  return Response.json(problemBody(refusal, requestId), {
    status: problems[refusal.code].status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      "x-request-id": requestId,
      ...(refusal.retryAfterSeconds ? { "retry-after": String(refusal.retryAfterSeconds) } : {}),
      ...(refusal.code === "unauthenticated" ? { "www-authenticate": "Bearer" } : {}),
    },
  });
}
