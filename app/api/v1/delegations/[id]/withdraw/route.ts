import { withdrawDelegation } from "@/lib/delegations/withdraw-delegation";
import { route } from "@/lib/http/route";

export const POST = route(withdrawDelegation);
