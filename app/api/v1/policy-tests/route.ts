import { route } from "@/lib/http/route";
import { createPolicyTest } from "@/lib/policy/create-policy-test";
import { listPolicyTests } from "@/lib/policy/list-policy-tests";

export const GET = route(listPolicyTests);
export const POST = route(createPolicyTest);
