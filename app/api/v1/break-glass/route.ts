import { listBreakGlass } from "@/lib/checkpoints/list-break-glass";
import { route } from "@/lib/http/route";

export const GET = route(listBreakGlass);
