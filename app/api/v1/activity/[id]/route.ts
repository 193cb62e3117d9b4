import { getCall } from "@/lib/activity/get-call";
import { route } from "@/lib/http/route";

export const GET = route(getCall);
