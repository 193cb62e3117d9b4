import { route } from "@/lib/http/route";
import { getOversightSetting } from "@/lib/oversight/get-oversight-setting";
import { setOversightSetting } from "@/lib/oversight/set-oversight-setting";

export const GET = route(getOversightSetting);
export const PUT = route(setOversightSetting);
