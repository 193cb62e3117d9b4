import { route } from "@/lib/http/route";
import { explainCall } from "@/lib/policy/explain-call";

export const GET = route(explainCall);
