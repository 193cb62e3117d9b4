import { handOverCheckpoint } from "@/lib/checkpoints/hand-over-checkpoint";
import { route } from "@/lib/http/route";

export const POST = route(handOverCheckpoint);
