import { revokeDelegation } from "@/lib/enforcement/revoke-delegation";
import { route } from "@/lib/http/route";

export const POST = route(revokeDelegation);
