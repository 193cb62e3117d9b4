import { getCheckpoint } from "@/lib/checkpoints/get-checkpoint";
import { route } from "@/lib/http/route";

export const GET = route(getCheckpoint);
