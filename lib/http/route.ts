/** A verb as a Next route handler: `export const POST = route(registerAgent)`. */
import type { Verb } from "@/lib/audit/verb";
import { authenticateManagement } from "./authenticate";
import { serve } from "./serve";

type RouteContext = { params: Promise<Record<string, string>> };

// biome-ignore lint/suspicious/noExplicitAny: a verb's schemas are checked inside it; here every verb is served alike
export function route(verb: Verb<any, any>) {
  return async (request: Request, context: RouteContext): Promise<Response> =>
    serve(verb, request, await context.params, authenticateManagement);
}
