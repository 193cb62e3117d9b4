import { signDelegation } from "@/lib/delegations/sign-delegation";
import { route } from "@/lib/http/route";

export const POST = route(signDelegation);
