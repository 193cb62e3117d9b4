import { route } from "@/lib/http/route";
import { runPolicyTests } from "@/lib/policy/run-policy-tests";

export const POST = route(runPolicyTests);
