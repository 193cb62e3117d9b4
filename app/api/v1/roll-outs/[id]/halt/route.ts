import { route } from "@/lib/http/route";
import { haltRollOut } from "@/lib/rollouts/halt-roll-out";

export const POST = route(haltRollOut);
