import { route } from "@/lib/http/route";
import { createPolicy } from "@/lib/policy/create-policy";
import { listPolicies } from "@/lib/policy/list-policies";

export const GET = route(listPolicies);
export const POST = route(createPolicy);
