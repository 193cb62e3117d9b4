import { route } from "@/lib/http/route";
import { validatePolicy } from "@/lib/policy/validate-policy";

export const POST = route(validatePolicy);
