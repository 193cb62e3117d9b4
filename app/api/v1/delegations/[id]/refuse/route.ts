import { refuseDelegation } from "@/lib/delegations/refuse-delegation";
import { route } from "@/lib/http/route";

export const POST = route(refuseDelegation);
