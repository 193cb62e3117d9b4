/** A verb as AuthZEN wants it served: errors are one sentence, the caller's request id comes back, a wrong body is a 400. */
import type { Verb } from "@/lib/audit/verb";
import type { Ctx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import type { Operation } from "@/lib/shared/operation";
import { authenticateManagement } from "./authenticate";
import { readJson } from "./body";
import { problems, refusalOf } from "./problem";

type RouteContext = { params: Promise<Record<string, string>> };

// biome-ignore lint/suspicious/noExplicitAny: a verb's schemas are checked inside it; here every verb is served alike
export function authzenRoute(verb: Verb<any, any>) {
  return async (request: Request, { params }: RouteContext): Promise<Response> => {
    const requestId = newId("request");
    const headers = { "cache-control": "no-store", "x-request-id": request.headers.get("x-request-id") ?? requestId };
    try {
      const ctx = await authenticateKey(request, verb.operation, requestId);
      const input = { ...(await readJson(request, verb.operation)), ...(await params) };
      return Response.json(await verb(ctx, input), { headers });
    } catch (error) {
      return sentence(refusalOf(error, requestId), headers);
    }
  };
}

/** A browser's session is not looked at: whoever asks here is a program, and brings its key. */
async function authenticateKey(request: Request, op: Operation, requestId: string): Promise<Ctx> {
  if (!request.headers.has("authorization"))
    throw new Refusal("unauthenticated", "Send an API key as `Authorization: Bearer`.");
  return authenticateManagement(request, op, requestId);
}

function sentence(refusal: Refusal, headers: Record<string, string>): Response {
  const { status } = problems[refusal.code];
  return new Response(refusal.message, {
    // The standard knows one code for a body that cannot be taken.
    status: refusal.code === "unsupported_media_type" ? 400 : status,
    headers: {
      ...headers,
      "content-type": "text/plain; charset=utf-8",
      ...(refusal.retryAfterSeconds ? { "retry-after": String(refusal.retryAfterSeconds) } : {}),
      ...(status === 401 ? { "www-authenticate": "Bearer" } : {}),
    },
  });
}
