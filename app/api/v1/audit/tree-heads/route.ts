import { listTreeHeads } from "@/lib/audit/list-tree-heads";
import { route } from "@/lib/http/route";

export const GET = route(listTreeHeads);
