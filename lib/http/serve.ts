/** Runs a verb for a Fetch request: the same in the console (Next) and in the gateway (node:http). */
import { type AnyVerb, callWith } from "@/lib/audit/verb";
import type { Ctx } from "@/lib/db/ctx";
import { newId } from "@/lib/shared/ids";
import { method, type Operation } from "@/lib/shared/operation";
import { readJson } from "./body";
import { problemResponse } from "./problem";

/** Works out who asks; throws when credentials are there but wrong. */
export type Authenticate = (request: Request, op: Operation, requestId: string) => Promise<Ctx>;

export async function serve(
  verb: AnyVerb,
  request: Request,
  params: Record<string, string>,
  authenticate: Authenticate,
): Promise<Response> {
  const requestId = newId("request");
  const op = verb.operation;
  try {
    const ctx = await authenticate(request, op, requestId);
    const input = await inputOf(request, op, params);
    const output = await callWith(verb, ctx, input);
    return Response.json(output, {
      status: op.creates ? 201 : 200,
      headers: { "cache-control": "no-store", "x-request-id": requestId },
    });
  } catch (error) {
    return problemResponse(error, requestId);
  }
}

/** One object from path, query and body. A path member always wins, so that a body cannot point elsewhere. */
async function inputOf(
  request: Request,
  op: Operation,
  params: Record<string, string>,
): Promise<Record<string, unknown>> {
  const url = new URL(request.url);
  const query = Object.fromEntries(url.searchParams);
  const body = method(op) === "GET" ? {} : await readJson(request, op);
  return { ...(method(op) === "GET" ? query : {}), ...body, ...params };
}
