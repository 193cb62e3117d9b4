import { route } from "@/lib/http/route";
import { getRollOut } from "@/lib/rollouts/get-roll-out";

export const GET = route(getRollOut);
