import { route } from "@/lib/http/route";
import { endSessionsOf } from "@/lib/identity/end-sessions-of";
import { listSessionsOf } from "@/lib/identity/list-sessions-of";

export const GET = route(listSessionsOf);
export const DELETE = route(endSessionsOf);
