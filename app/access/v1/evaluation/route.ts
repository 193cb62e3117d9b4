import { evaluateAccess } from "@/lib/authzen/evaluate-access";
import { authzenRoute } from "@/lib/http/authzen-route";

export const POST = authzenRoute(evaluateAccess);
