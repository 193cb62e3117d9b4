import { route } from "@/lib/http/route";
import { rollBack } from "@/lib/rollouts/roll-back";

export const POST = route(rollBack);
