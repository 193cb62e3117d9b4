import { getTree } from "@/lib/audit/get-tree";
import { route } from "@/lib/http/route";

export const GET = route(getTree);
