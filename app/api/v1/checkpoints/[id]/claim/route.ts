import { claimCheckpoint } from "@/lib/checkpoints/claim-checkpoint";
import { route } from "@/lib/http/route";

export const POST = route(claimCheckpoint);
