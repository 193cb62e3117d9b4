import { beginBreakGlass } from "@/lib/checkpoints/begin-break-glass";
import { route } from "@/lib/http/route";

export const POST = route(beginBreakGlass);
