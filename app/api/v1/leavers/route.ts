import { route } from "@/lib/http/route";
import { listLeavers } from "@/lib/owners/list-leavers";

export const GET = route(listLeavers);
