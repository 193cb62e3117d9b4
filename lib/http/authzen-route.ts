/** A verb as AuthZEN wants it served: the caller's request id comes back, a wrong body is a 400, errors are as its texts say. */
import type { z } from "zod";
import type { Verb } from "@/lib/audit/verb";
import { AccessRefusal } from "@/lib/authzen/access-refusal";
import type { TaskAnswer } from "@/lib/authzen/request-contract";
import type { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { method, type Operation } from "@/lib/shared/operation";
import { authenticateKey } from "./authenticate-key";
import { readJson } from "./body";
import { problemBody, problems, refusalOf } from "./problem";

type Headers = Record<string, string>;
type RouteContext = { params: Promise<Record<string, string>> };
type Manner = {
  success: (output: unknown, headers: Headers, op: Operation) => Response;
  refusal: (refusal: Refusal, headers: Headers, requestId: string) => Response;
};

/** Decisions: an error is one sentence. */
export const authzenRoute = <In extends z.ZodType, Out extends z.ZodType>(verb: Verb<In, Out>) =>
  served(verb, {
    success: (output, headers) => Response.json(output, { headers }),
    refusal: (refusal, headers) =>
      new Response(refusal.message, {
        status: statusOf(refusal),
        headers: { ...headers, "content-type": "text/plain; charset=utf-8" },
      }),
  });

/** Access requests: an error is a problem document, of the profile's type where it has one. */
export const taskRoute = <In extends z.ZodType, Out extends z.ZodType>(verb: Verb<In, Out>) =>
  served(verb, {
    success: (output, headers, op) => {
      const { task } = output as TaskAnswer;
      const pending = task.status === "pending";
      return Response.json(output, {
        status: op.creates ? (pending ? 202 : 201) : 200,
        headers: {
          ...headers,
          ...(op.creates ? { location: task.status_endpoint } : {}),
          ...(pending ? { "retry-after": String(POLL_SECONDS) } : {}),
        },
      });
    },
    refusal: (refusal, headers, requestId) => {
      const status = statusOf(refusal);
      const type = refusal instanceof AccessRefusal ? { type: refusal.problem } : {};
      return Response.json(
        { ...problemBody(refusal, requestId), status, ...type },
        { status, headers: { ...headers, "content-type": "application/problem+json" } },
      );
    },
  });

/** People take longer than this; a caller that asks more often learns nothing. */
const POLL_SECONDS = 5;

function served<In extends z.ZodType, Out extends z.ZodType>(verb: Verb<In, Out>, { success, refusal }: Manner) {
  const op = verb.operation;
  return async (request: Request, { params }: RouteContext): Promise<Response> => {
    const requestId = newId("request");
    const headers = { "cache-control": "no-store", "x-request-id": request.headers.get("x-request-id") ?? requestId };
    try {
      const ctx = await authenticateKey(request, requestId);
      const body = method(op) === "GET" ? {} : await readJson(request, op);
      const key = op.creates ? { idempotency_key: request.headers.get("idempotency-key") ?? undefined } : {};
      // What was sent is of no known type yet: the verb checks it against its own schema.
      const input: unknown = { ...body, ...key, ...(await params) };
      return success(await verb(ctx, input as z.input<In>), headers, op);
    } catch (error) {
      const refused = refusalOf(error, requestId);
      const { retryAfterSeconds, code } = refused;
      const more = {
        ...(retryAfterSeconds ? { "retry-after": String(retryAfterSeconds) } : {}),
        ...(code === "unauthenticated" ? { "www-authenticate": "Bearer" } : {}),
      };
      return refusal(refused, { ...headers, ...more }, requestId);
    }
  };
}

/** The standard knows one code for a body that cannot be taken. */
const statusOf = ({ code }: Refusal): number => (code === "unsupported_media_type" ? 400 : problems[code].status);
