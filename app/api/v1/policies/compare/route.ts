import { route } from "@/lib/http/route";
import { comparePolicies } from "@/lib/policy/compare-policies";

export const POST = route(comparePolicies);
