import { route } from "@/lib/http/route";
import { endAcceptance } from "@/lib/plan/end-acceptance";

export const POST = route(endAcceptance);
