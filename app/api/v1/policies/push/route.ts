import { route } from "@/lib/http/route";
import { pushPolicies } from "@/lib/policy/push-policies";

export const POST = route(pushPolicies);
