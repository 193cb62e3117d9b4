import { snoozeCheckpoint } from "@/lib/checkpoints/snooze-checkpoint";
import { route } from "@/lib/http/route";

export const POST = route(snoozeCheckpoint);
