import { approveCheckpoint } from "@/lib/checkpoints/approve-checkpoint";
import { route } from "@/lib/http/route";

export const POST = route(approveCheckpoint);
