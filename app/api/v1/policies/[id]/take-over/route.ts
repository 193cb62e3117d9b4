import { route } from "@/lib/http/route";
import { takeOverPolicy } from "@/lib/policy/take-over-policy";

export const POST = route(takeOverPolicy);
