import { denyCheckpoint } from "@/lib/checkpoints/deny-checkpoint";
import { route } from "@/lib/http/route";

export const POST = route(denyCheckpoint);
