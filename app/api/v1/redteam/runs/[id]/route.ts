import { route } from "@/lib/http/route";
import { getRun } from "@/lib/redteam/get-run";

export const GET = route(getRun);
