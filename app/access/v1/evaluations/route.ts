import { evaluateSeveral } from "@/lib/authzen/evaluate-several";
import { authzenRoute } from "@/lib/http/authzen-route";

export const POST = authzenRoute(evaluateSeveral);
