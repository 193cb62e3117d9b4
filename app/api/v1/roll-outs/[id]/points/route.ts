import { route } from "@/lib/http/route";
import { listRollOutPoints } from "@/lib/rollouts/list-roll-out-points";

export const GET = route(listRollOutPoints);
