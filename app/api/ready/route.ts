import { readiness } from "./readiness";

/** Public: requests can be served now. The reason is in general words: details are in the log. */
export const dynamic = "force-dynamic";

export async function GET(): Promise<Response> {
  const reason = await readiness();
  const headers = { "cache-control": "no-store", ...(reason ? { "retry-after": "2" } : {}) };
  return Response.json(reason ? { status: "waiting", reason } : { status: "ready" }, {
    status: reason ? 503 : 200,
    headers,
  });
}
