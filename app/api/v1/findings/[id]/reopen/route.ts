import { reopenFinding } from "@/lib/findings/reopen-finding";
import { route } from "@/lib/http/route";

export const POST = route(reopenFinding);
