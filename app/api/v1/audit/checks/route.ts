import { getCheck } from "@/lib/audit/get-check";
import { startCheck } from "@/lib/audit/start-check";
import { route } from "@/lib/http/route";

export const GET = route(getCheck);
export const POST = route(startCheck);
