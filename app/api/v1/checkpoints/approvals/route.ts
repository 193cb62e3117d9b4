import { approveSeveral } from "@/lib/checkpoints/approve-several";
import { route } from "@/lib/http/route";

export const POST = route(approveSeveral);
