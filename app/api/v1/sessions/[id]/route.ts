import { route } from "@/lib/http/route";
import { endSession } from "@/lib/identity/end-session";

export const DELETE = route(endSession);
