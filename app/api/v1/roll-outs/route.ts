import { route } from "@/lib/http/route";
import { listRollOuts } from "@/lib/rollouts/list-roll-outs";

export const GET = route(listRollOuts);
