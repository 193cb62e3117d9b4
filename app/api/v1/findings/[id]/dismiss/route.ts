import { dismissFinding } from "@/lib/findings/dismiss-finding";
import { route } from "@/lib/http/route";

export const POST = route(dismissFinding);
