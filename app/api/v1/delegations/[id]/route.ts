import { getDelegation } from "@/lib/delegations/get-delegation";
import { route } from "@/lib/http/route";

export const GET = route(getDelegation);
