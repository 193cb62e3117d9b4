/** A verb as a Next route handler: `export const POST = route(registerAgent)`. */
import type { AnyVerb } from "@/lib/audit/verb";
import { authenticateManagement } from "./authenticate";
import { serve } from "./serve";

type RouteContext = { params: Promise<Record<string, string>> };

export function route(verb: AnyVerb) {
  return async (request: Request, context: RouteContext): Promise<Response> =>
    serve(verb, request, await context.params, authenticateManagement);
}
