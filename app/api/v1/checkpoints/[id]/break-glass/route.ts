import { breakGlass } from "@/lib/checkpoints/break-glass";
import { route } from "@/lib/http/route";

export const POST = route(breakGlass);
