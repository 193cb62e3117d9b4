import { route } from "@/lib/http/route";
import { getSetting } from "@/lib/redteam/get-setting";
import { setSetting } from "@/lib/redteam/set-setting";

export const GET = route(getSetting);
export const PUT = route(setSetting);
