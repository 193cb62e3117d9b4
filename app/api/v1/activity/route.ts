import { listCalls } from "@/lib/activity/list-calls";
import { route } from "@/lib/http/route";

export const GET = route(listCalls);
