import { getChange } from "@/lib/changes/get-change";
import { route } from "@/lib/http/route";

export const GET = route(getChange);
