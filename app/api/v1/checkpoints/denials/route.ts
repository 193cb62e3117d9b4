import { denySeveral } from "@/lib/checkpoints/deny-several";
import { route } from "@/lib/http/route";

export const POST = route(denySeveral);
