import { unclaimCheckpoint } from "@/lib/checkpoints/unclaim-checkpoint";
import { route } from "@/lib/http/route";

export const POST = route(unclaimCheckpoint);
