import { route } from "@/lib/http/route";
import { proceedRollOut } from "@/lib/rollouts/proceed-roll-out";

export const POST = route(proceedRollOut);
