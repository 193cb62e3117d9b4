import { route } from "@/lib/http/route";
import { listSessions } from "@/lib/identity/list-sessions";

export const GET = route(listSessions);
