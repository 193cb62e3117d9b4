import { route } from "@/lib/http/route";
import { listRules } from "@/lib/policy/list-rules";

export const GET = route(listRules);
